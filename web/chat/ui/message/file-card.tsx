import { filePath, sizeText } from "../../state/files.ts"
import { numberOf, wordsOf } from "../../state/loose-values.ts"
import { extraOf, textOf } from "../../state/message-kinds.ts"
import { attempt } from "../../state/session.ts"
import { webUrl } from "../../state/web-urls.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { FileIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"
import { AttachmentLine } from "./attachment-line.tsx"
import { endingOf, kindOfFile, plainName } from "./file-names.ts"
import { DownloadIcon } from "./icons.tsx"
import { openFile } from "./open-file.ts"
import { kindText } from "./preview.ts"

/** A file: its kind, name and size; a click saves it under its name. */
export function FileCard({ message }: { message: Message }) {
  const session = useSession()
  const extra = extraOf(message)
  const url = webUrl(message.originalUrl) ?? webUrl(message.url)
  const name =
    plainName(wordsOf(extra.fileName) || wordsOf(extra.title) || textOf(message)) || kindText(message)
  const ending = endingOf(name) || endingOf(`.${wordsOf(extra.fileExtension).replace(/^\./, "")}`)
  const bytes = numberOf(extra.bytes, 1, 1e15)
  const line = (
    <AttachmentLine
      icon={
        ending ? (
          <b class="ending" aria-hidden="true">
            {ending}
          </b>
        ) : (
          <FileIcon />
        )
      }
      kind={kindOfFile(ending)}
      title={name}
      detail={bytes ? sizeText(bytes) : undefined}
    />
  )
  if (!url) return line
  const save = (event: Event) => {
    event.preventDefault()
    void attempt(session, text.message.fileMissing, () => openFile(session, url, name))
  }
  return (
    <a
      class="file"
      href={filePath(url) ?? url}
      rel="noopener noreferrer nofollow"
      title={text.message.download(name)}
      onClick={save}
    >
      {line}
      <DownloadIcon />
    </a>
  )
}
