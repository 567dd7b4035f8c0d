import { sizeText } from "../../state/files.ts"
import { FileIcon } from "../parts/icons.tsx"

/** A file that has no picture: its name and how large it is. */
export function FileTile({ file }: { file: File }) {
  return (
    <span class="file-tile">
      <span class="file-tile-icon">
        <FileIcon />
      </span>
      <span class="file-tile-text">
        <span dir="auto">{file.name}</span>
        <small>{sizeText(file.size)}</small>
      </span>
    </span>
  )
}
