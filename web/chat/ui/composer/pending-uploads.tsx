import { useEffect, useRef } from "preact/hooks"
import { decodeMentions, mentionable } from "../../state/mentions.ts"
import type { PendingUpload } from "../../state/pending-uploads.ts"
import { cancelUpload, retryUpload } from "../../state/upload-queue.ts"
import { text } from "../../text/text.ts"
import { AlertIcon, CloseIcon } from "../parts/icons.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { FileTile } from "./file-tile.tsx"

const NONE: readonly PendingUpload[] = []

/** Files on their way to a room, as they will stand in the conversation: it goes below the last message. */
export function PendingUploads({ roomId }: { roomId: string }) {
  const uploads = useChat(state => state.uploads[roomId] ?? NONE)
  const list = useRef<HTMLUListElement>(null)
  const newest = uploads.at(-1)?.id
  const shown = useRef(newest)
  useEffect(() => {
    // Whoever sends something wants to see it.
    if (newest && newest !== shown.current)
      list.current?.lastElementChild?.scrollIntoView({ block: "nearest" })
    shown.current = newest
  }, [newest])
  if (uploads.length === 0) return null
  return (
    <ul class="uploads" ref={list} aria-label={text.composer.uploads}>
      {uploads.map(upload => (
        <Upload key={upload.id} upload={upload} />
      ))}
    </ul>
  )
}

function Upload({ upload }: { upload: PendingUpload }) {
  const session = useSession()
  const { files, caption, stage } = upload
  const isShown = files.every(({ preview }) => preview)
  const name = files.map(({ file }) => file.name).join(", ")
  return (
    <li class="upload">
      {stage !== "refused" && (
        <button
          type="button"
          class="icon-button"
          aria-label={text.composer.cancelUpload(name)}
          onClick={() => cancelUpload(session, upload)}
        >
          <CloseIcon />
        </button>
      )}
      <div class="upload-body">
        <div
          class={
            isShown ? `upload-bubble pictures-${Math.min(files.length, 4)}` : "upload-bubble upload-file"
          }
        >
          {files.map(({ key, file, preview }) =>
            preview ? <img key={key} src={preview} alt={file.name} /> : <FileTile key={key} file={file} />,
          )}
          {stage === "refused" ? null : <Progress upload={upload} name={name} />}
        </div>
        {caption.message && <Caption upload={upload} />}
        {stage === "refused" && <Refused upload={upload} />}
      </div>
    </li>
  )
}

/** As it was written: with names. */
function Caption({ upload: { room: roomId, caption } }: { upload: PendingUpload }) {
  const room = useChat(state => state.rooms.get(roomId))
  const named = room ? mentionable(room, "").filter(({ id }) => caption.mentions?.includes(id)) : []
  return (
    <p class="upload-caption" dir="auto">
      {decodeMentions(caption.message ?? "", named)}
    </p>
  )
}

const ROUND = 2 * Math.PI * 15

function Progress({ upload: { stage, progress }, name }: { upload: PendingUpload; name: string }) {
  const isOnline = useChat(state => state.link === "online")
  const words = isOnline ? text.composer.uploadWaiting : text.composer.uploadPaused
  return (
    <span class="upload-progress">
      <svg
        width="38"
        height="38"
        viewBox="0 0 38 38"
        role="progressbar"
        aria-label={text.composer.uploading(name)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(progress * 100)}
      >
        <circle cx="19" cy="19" r="15" />
        <circle
          cx="19"
          cy="19"
          r="15"
          class="upload-arc"
          stroke-dasharray={`${Math.max(0.04, progress) * ROUND} ${ROUND}`}
        />
      </svg>
      <small>{stage === "uploading" ? text.composer.percent(progress) : words}</small>
    </span>
  )
}

function Refused({ upload }: { upload: PendingUpload }) {
  const session = useSession()
  return (
    <p class="unsent" role="alert">
      <AlertIcon />
      <span>{upload.refusal || text.composer.uploadRefused}</span>
      <button type="button" class="link-button" onClick={() => retryUpload(session, upload)}>
        {text.retry}
      </button>
      <button type="button" class="link-button muted" onClick={() => cancelUpload(session, upload)}>
        {text.discard}
      </button>
    </p>
  )
}
