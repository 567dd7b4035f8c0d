import { randomHex } from "../../../client/src/message-ids.ts"
import { type ChosenFile, forget } from "./chosen-files.ts"
import { type Caption, type Parcel, packFiles } from "./file-messages.ts"
import type { Session } from "./session.ts"

/** Files that become one message, and how far they are. */
export interface PendingUpload extends Parcel {
  id: string
  room: string
  /** waiting: for those before it, or for the network. refused: it goes on only by `retryUpload`. */
  stage: "waiting" | "uploading" | "refused"
  /** How much is on the server, 0 to 1. */
  progress: number
  /** Why it was refused, in the server's words; absent when it failed too often. */
  refusal?: string
}

const NONE: readonly PendingUpload[] = []

export const uploadsIn = (session: Session, roomId: string): readonly PendingUpload[] =>
  session.store.get().uploads[roomId] ?? NONE

export const allUploads = (session: Session): PendingUpload[] =>
  Object.values(session.store.get().uploads).flat()

/** Puts files, and the words beside them, on their way. */
export function addUploads(
  session: Session,
  roomId: string,
  files: readonly ChosenFile[],
  caption: Caption,
): void {
  const added = packFiles(files, caption).map(parcel => ({
    ...parcel,
    id: randomHex(8),
    room: roomId,
    stage: "waiting" as const,
    progress: 0,
  }))
  setUploads(session, roomId, [...uploadsIn(session, roomId), ...added])
}

export function changeUpload(session: Session, id: string, part: Partial<PendingUpload>): void {
  const room = allUploads(session).find(upload => upload.id === id)?.room
  if (room === undefined) return
  const changed = uploadsIn(session, room).map(upload => (upload.id === id ? { ...upload, ...part } : upload))
  setUploads(session, room, changed)
}

export function removeUpload(session: Session, { id, room, files }: PendingUpload): void {
  for (const file of files) forget(file)
  setUploads(
    session,
    room,
    uploadsIn(session, room).filter(upload => upload.id !== id),
  )
}

function setUploads(session: Session, roomId: string, uploads: readonly PendingUpload[]): void {
  session.store.set(state => ({ ...state, uploads: { ...state.uploads, [roomId]: uploads } }))
}
