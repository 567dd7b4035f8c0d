import multipart, { type Multipart } from "@fastify/multipart"
import type { FastifyInstance, FastifyRequest } from "fastify"
import type { Bytes } from "../../blobs/blobs.ts"
import type { Upload } from "../../blobs/incoming.ts"
import { ChatError } from "../../chat/error.ts"

/** What a multipart form held: texts, and one file in the field `file`. */
export interface Form {
  fields: Record<string, unknown>
  upload: Upload
  filename: string
  /** The type that the sender gave. */
  claimedType: string
}

/** Bytes of one text. */
const longestText = 16 * 1024

/** A sender who is silent for this long is cut off. */
const silenceMs = 60_000

/** Lets the routes of a scope take forms; whoever else is sent one refuses it. */
export async function acceptForms(scope: FastifyInstance): Promise<void> {
  await scope.register(multipart, {
    // How large a file may be is said by who receives it.
    limits: { fileSize: Number.POSITIVE_INFINITY, files: 1, fields: 20, fieldSize: longestText, parts: 21 },
  })
  // Other types are refused by what they are, not by what they hold.
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null))
}

/**
 * Reads a form to its end, its parts in any order. The upload is the caller's to keep or discard.
 * @throws ChatError UNSUPPORTED_MEDIA_TYPE, MISSING_PARAMETER, INVALID_BODY, and what `receive` throws; nothing is left then.
 */
export async function readForm(
  request: FastifyRequest,
  receive: (content: Bytes) => Promise<Upload>,
): Promise<Form> {
  if (!request.isMultipart())
    throw new ChatError("UNSUPPORTED_MEDIA_TYPE", "Send the file as multipart/form-data, in the field file.")
  const { raw } = request
  const fields: Form["fields"] = {}
  let file: Omit<Form, "fields"> | undefined
  raw.socket.setTimeout(silenceMs)
  try {
    for await (const part of request.parts()) {
      if (part.type === "field") fields[part.fieldname] = textOf(part)
      else if (part.fieldname !== "file") throw noFile()
      else {
        const { filename, mimetype: claimedType } = part
        file = { filename, claimedType, upload: await receive(part.file) }
      }
    }
    if (!file) throw noFile()
    raw.socket.setTimeout(0)
    return { fields, ...file }
  } catch (error) {
    await file?.upload.discard()
    // What is still coming is read and dropped: many senders look for the answer only when they are through.
    raw.unpipe()
    raw.resume()
    throw refusalOf(error as Error & { code?: string; syscall?: string })
  }
}

function textOf(part: Extract<Multipart, { type: "field" }>): unknown {
  if (part.valueTruncated)
    throw new ChatError("PAYLOAD_TOO_LARGE", `${part.fieldname} must have at most ${longestText} bytes.`)
  return part.value
}

const noFile = () =>
  new ChatError(
    "MISSING_PARAMETER",
    "file is missing: send it as a part with a file name, in the field file.",
  )

function refusalOf(error: Error & { code?: string; syscall?: string }): Error {
  // What the disk or the store says is no fault of the sender's.
  if (error instanceof ChatError || error.syscall) return error
  if (error.code === "FST_FILES_LIMIT") return new ChatError("INVALID_BODY", "Send one file at a time.")
  return new ChatError("INVALID_BODY", "The form is not proper multipart/form-data, or was cut off.")
}
