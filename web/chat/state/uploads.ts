import { RequestError } from "../../../client/src/index.ts"
import { absolute } from "../connection/origin.ts"
import { type FormAnswer, postForm } from "../connection/upload.ts"
import type { Session } from "./session.ts"

/** Where the official clients put files, too. */
const BUCKET = "chatserver-upload"

export interface UploadOptions {
  /** How much of it is on the server, 0 to 1. */
  onProgress?(share: number): void
  signal?: AbortSignal
  /** The room it is for: it shows among the room's files. */
  roomId?: string
  /** The file's name, for what has none of its own. */
  name?: string
}

export interface Uploaded {
  /** Goes into messages and profiles as it is. */
  url: string
  /** A small copy, of pictures. */
  thumbnailUrl?: string
  /** Of pictures, in pixels. */
  width?: number
  height?: number
}

interface FileRecord {
  _id: string
  width?: number
  height?: number
  thumbnailUrl?: string
}

/** Puts a file onto the server. @throws RequestError; what `signal` ends rejects with its reason. */
export async function uploadFile(
  { access }: Session,
  file: Blob,
  { onProgress, signal, roomId, name = file instanceof File ? file.name : "file" }: UploadOptions = {},
): Promise<Uploaded> {
  const form = new FormData()
  if (roomId) form.append("extra", JSON.stringify({ roomId }))
  // Names are stored decoded (contract: rest-extended 1.9).
  form.append("file", file, encodeURIComponent(name.toWellFormed()))
  const answer = await postForm({
    url: absolute(access.url, `/files/${BUCKET}`),
    headers: { "IM-CLIENT-KEY": access.clientKey, "IM-Authorization": access.token },
    form,
    onProgress,
    signal,
  })
  const { _id, width, height, thumbnailUrl } = recordOf(answer)
  return {
    url: absolute(access.url, `/files/${BUCKET}/${_id}`),
    ...(thumbnailUrl ? { thumbnailUrl: absolute(access.url, thumbnailUrl) } : {}),
    ...(width && height ? { width, height } : {}),
  }
}

function recordOf({ status, text }: FormAnswer): FileRecord {
  if (status === 0) throw new RequestError(0, { code: "UNREACHED", message: "The server was not reached." })
  const envelope = parse(text)
  if (status === 200 && envelope?.RC === 0 && envelope.result) return envelope.result
  const { code = `HTTP_${status}`, message = envelope?.RM ?? "" } = envelope?.error ?? {}
  throw new RequestError(status, { code, message })
}

interface Envelope {
  RC: number
  RM?: string
  result?: FileRecord
  error?: { code: string; message: string }
}

function parse(text: string): Envelope | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
