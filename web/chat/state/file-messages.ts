import type { Content } from "../../../client/src/index.ts"
import type { ChosenFile, FileKind } from "./chosen-files.ts"
import type { Uploaded } from "./uploads.ts"

/** What is said beside files, and what they answer. */
export interface Caption {
  message?: string
  mentions?: string[]
  reply?: string
}

/** Files that become one message, and the text that goes with it or after it. */
export interface Parcel {
  kind: FileKind
  files: readonly ChosenFile[]
  caption: Caption
}

/** As many as the official clients put into one message. */
const MOST_PICTURES = 10

/** Pictures go together, everything else on its own; the caption goes with the first pictures, else after all. */
export function packFiles(files: readonly ChosenFile[], { reply, ...words }: Caption): Parcel[] {
  const pictures = files.filter(({ kind }) => kind === "image")
  const others = files.filter(({ kind }) => kind !== "image")
  const parcels: Parcel[] = []
  for (let at = 0; at < pictures.length; at += MOST_PICTURES)
    parcels.push({ kind: "image", files: pictures.slice(at, at + MOST_PICTURES), caption: {} })
  for (const file of others) parcels.push({ kind: file.kind, files: [file], caption: {} })
  const told = pictures.length > 0 ? 0 : parcels.length - 1
  return parcels.map((parcel, i) => ({
    ...parcel,
    caption: { ...(i === told && words.message ? words : {}), ...(i === 0 && reply ? { reply } : {}) },
  }))
}

/** A chosen file and where it and its still are on the server. */
export interface Stored {
  chosen: ChosenFile
  uploaded: Uploaded
  still?: Uploaded
}

/** The messages that a parcel becomes once its files are on the server (contract: realtime.md 11). */
export function messagesOf({ kind, caption }: Parcel, stored: readonly Stored[]): Content[] {
  const { message, mentions, reply } = caption
  const [first] = stored
  const words = message ? { message, ...(mentions?.length ? { mentions } : {}) } : undefined
  const answer = reply ? { reply } : {}
  if (!first) return []
  if (kind === "image") {
    const images = stored.map(pictureOf)
    if (words) return [{ messageType: "mixed", ...words, images, ...answer }]
    return [{ messageType: "image", ...(images.length === 1 ? images[0] : {}), images, ...answer }]
  }
  const content = { messageType: kind, ...mediaOf(kind, first), ...answer }
  return words ? [content, { messageType: "text", ...words }] : [content]
}

function pictureOf({ chosen, uploaded }: Stored) {
  const { width = chosen.width, height = chosen.height, url, thumbnailUrl = url } = uploaded
  return { originalUrl: url, thumbnailUrl, width, height }
}

function mediaOf(kind: FileKind, { chosen, uploaded, still }: Stored): Content {
  const { file, width, height, duration } = chosen
  const media = { originalUrl: uploaded.url, extra: factsOf(file) }
  if (kind === "video")
    return { ...media, thumbnailUrl: still?.thumbnailUrl ?? still?.url, width, height, duration }
  if (kind === "audio") return { ...media, duration }
  return { ...media, message: file.name }
}

function factsOf({ name, type, size }: File) {
  const fileExtension = /\.([^.]+)$/.exec(name)?.[1] ?? ""
  return { fileName: name, fileExtension, mimeType: type || "application/octet-stream", bytes: size }
}
