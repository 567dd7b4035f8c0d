import { randomHex } from "../../../client/src/message-ids.ts"
import { measureFilm, measurePicture, measureSound } from "../connection/media.ts"
import { dropPreview, previewOf } from "../connection/previews.ts"
import { change, type Session } from "./session.ts"
import { sharingRules } from "./sharing-rules.ts"

export type FileKind = "image" | "video" | "audio" | "file"

/** A file that is to be sent, and what the browser could tell of it. */
export interface ChosenFile {
  key: string
  file: File
  kind: FileKind
  /** What it looks like, for pictures and films. */
  preview?: string
  width?: number
  height?: number
  /** Seconds. */
  duration?: number
  still?: Blob
}

const NONE: readonly ChosenFile[] = []

const chosenIn = (session: Session, roomId: string): readonly ChosenFile[] =>
  session.store.get().chosen[roomId] ?? NONE

/** What a server may still refuse is known when it is asked; what it says in advance is refused here. */
export interface Choice {
  tooLarge: File[]
  mostBytes?: number
}

/** Adds files to what is sent next in a room. @returns those that the server would not take. */
export async function chooseFiles(session: Session, roomId: string, files: readonly File[]): Promise<Choice> {
  const { mostBytes } = await sharingRules(session)
  const isTooLarge = ({ size }: File) => mostBytes !== undefined && size > mostBytes
  const opened = await Promise.all(files.filter(file => !isTooLarge(file)).map(openFile))
  setChosen(session, roomId, [...chosenIn(session, roomId), ...opened])
  return { tooLarge: files.filter(isTooLarge), mostBytes }
}

export function dropChosen(session: Session, roomId: string, key: string): void {
  const gone = chosenIn(session, roomId).find(one => one.key === key)
  if (gone) forget(gone)
  setChosen(
    session,
    roomId,
    chosenIn(session, roomId).filter(one => one !== gone),
  )
}

/** Hands over what was chosen; nothing is chosen any more. */
export function takeChosen(session: Session, roomId: string): readonly ChosenFile[] {
  const taken = chosenIn(session, roomId)
  setChosen(session, roomId, NONE)
  return taken
}

export function forget({ file, still }: ChosenFile): void {
  dropPreview(file)
  if (still) dropPreview(still)
}

function setChosen(session: Session, roomId: string, chosen: readonly ChosenFile[]): void {
  change(session, { chosen: { ...session.store.get().chosen, [roomId]: chosen } })
}

/** Pictures that every browser shows and the server makes small copies of. */
const PICTURE = /^image\/(jpeg|png|apng|gif|webp|avif)$/

/** What the browser cannot open goes as a plain file. */
async function openFile(file: File): Promise<ChosenFile> {
  const base = { key: randomHex(8), file }
  if (PICTURE.test(file.type)) {
    const size = await measurePicture(file)
    if (size) return { ...base, kind: "image", preview: previewOf(file), ...size }
  }
  if (file.type.startsWith("video/")) {
    const film = await measureFilm(file)
    if (film) return { ...base, kind: "video", preview: film.still && previewOf(film.still), ...film }
  }
  if (file.type.startsWith("audio/")) {
    const duration = await measureSound(file)
    if (duration !== undefined) return { ...base, kind: "audio", duration }
  }
  return { ...base, kind: "file" }
}
