import { useRef, useState } from "preact/hooks"
import { sentenceOf } from "../../state/refusals.ts"
import { uploadFile } from "../../state/uploads.ts"
import { text } from "../../text/text.ts"
import { Avatar } from "../parts/avatar.tsx"
import { useSession } from "../use-chat.ts"
import { CameraIcon } from "./icons.tsx"
import { toFace } from "./to-face.ts"

interface PictureFieldProps {
  id: string
  name: string
  picture?: string
  shape?: "round" | "square"
  /** Called with the new picture's address, or "" for none. */
  onPicture(url: string): Promise<unknown>
}

/** The picture of a person or a room, to be changed by a click. */
export function PictureField({ id, name, picture, shape, onPicture }: PictureFieldProps) {
  const session = useSession()
  const chooser = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState("")
  const act = async (make: () => Promise<unknown>) => {
    setBusy(true)
    setFailure("")
    await make().catch(error => setFailure(sentenceOf(error, text.room.failed)))
    setBusy(false)
  }
  const put = async (file: File) => {
    const face = await toFace(file)
    const { url } = await uploadFile(session, face, { name: "picture.jpg" })
    await onPicture(url)
  }
  return (
    <div class="picture-field">
      <button
        type="button"
        class="picture-button"
        title={text.room.changePicture}
        aria-busy={isBusy}
        disabled={isBusy}
        onClick={() => chooser.current?.click()}
      >
        <span class="unseen">{text.room.changePicture}</span>
        <Avatar id={id} name={name} picture={picture} shape={shape} size="large" />
        <span class="picture-mark">{isBusy ? <i class="spinner" /> : <CameraIcon />}</span>
      </button>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          currentTarget.value = ""
          if (file) void act(() => put(file))
        }}
      />
      {picture && !isBusy && (
        <button type="button" class="link-button" onClick={() => act(() => onPicture(""))}>
          {text.room.removePicture}
        </button>
      )}
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  )
}
