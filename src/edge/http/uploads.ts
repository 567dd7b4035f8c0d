import { actingClient } from "../../chat/caller.ts"
import type { Context } from "../../chat/context.ts"
import { ChatError } from "../../chat/error.ts"
import { checkBucket } from "../../chat/files.ts"
import { receiveFile, saveFile, tooLarge } from "../../chat/uploads.ts"
import type { FileRow } from "../../store/files.ts"
import type { Call } from "./api.ts"
import { nameOfUpload } from "./filenames.ts"
import { readForm } from "./forms.ts"

/** What a form may weigh beside its file. */
const formBytes = 1024 * 1024

/** Takes one file (contract: rest-extended.md 1.9). Everything that can be refused unread is. */
export async function uploadFile(ctx: Context, { caller, params, request }: Call): Promise<FileRow> {
  const bucket = checkBucket(params.bucketName ?? "")
  actingClient(caller)
  const { largestBytes } = ctx.files
  if (Number(request.headers["content-length"]) > largestBytes + formBytes) throw tooLarge(largestBytes)
  const form = await readForm(request, content => receiveFile(ctx, caller, content))
  try {
    const { upload, claimedType } = form
    const filename = nameOfUpload(form.filename)
    const extra = extraOf(form.fields.extra)
    return await saveFile(ctx, caller, { bucket, filename, claimedType, extra }, upload)
  } finally {
    await form.upload.discard()
  }
}

/** The uploader's own data: JSON text, or what a part of the JSON type was read as. */
function extraOf(given: unknown): Record<string, unknown> {
  try {
    const extra = typeof given === "string" && given !== "" ? JSON.parse(given) : given || {}
    if (typeof extra === "object" && extra !== null && !Array.isArray(extra)) return extra
  } catch {}
  throw new ChatError("INVALID_PARAMETER", "extra must be the JSON text of an object.")
}
