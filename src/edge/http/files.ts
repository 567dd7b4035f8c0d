import { actingClient } from "../../chat/caller.ts"
import { listFiles, measureFiles } from "../../chat/file-lists.ts"
import { deleteFile, getFile, openFile } from "../../chat/files.ts"
import { pathOfFile, presentFile, presentFileHeaders } from "../../present/file.ts"
import { fileForm, fileList, fileRead, fileStats } from "../../wire/bodies/files.ts"
import { file as fileModel, fileUsage, page, writeResult } from "../../wire/models.ts"
import type { Api, Call } from "./api.ts"
import { sendContent } from "./content.ts"
import { contentHeaders } from "./content-headers.ts"
import { readFileFilter, readSpan } from "./file-query.ts"
import type { Signer } from "./signed-url.ts"
import { uploadFile } from "./uploads.ts"

export interface Signing {
  signer: Signer
  /** How browsers reach the server; where absent, the way this request came. */
  publicUrl: string | null
}

/** Most files of one answer, and how many there are unless a call says otherwise. */
const pageOf = (limit: number | undefined) => Math.min(limit || 100, 1000)

export function fileRoutes({ route, ctx, appID }: Api, { signer, publicUrl }: Signing): void {
  route(
    "POST",
    "/files/stats",
    "anyone",
    { summary: "Bytes of files by room tag", body: fileStats, result: fileUsage, repeated: true },
    async ({ caller, body }) => {
      const { total, byTag } = await measureFiles(ctx, caller, body.tags, readSpan(body))
      return { totalCount: total.count, totalSize: total.size, data: Object.fromEntries(byTag) }
    },
  )

  route(
    "POST",
    "/files/:bucketName",
    "anyone",
    { summary: "Upload a file", form: fileForm, result: fileModel },
    async call => presentFile(await uploadFile(ctx, call), appID),
  )

  route(
    "GET",
    "/files/:bucketName",
    "anyone",
    { summary: "List the files of a bucket, newest first", query: fileList, result: page(fileModel) },
    async ({ caller, params, query }) => {
      const wanted = { bucket: params.bucketName ?? "", skip: query.skip ?? 0, limit: pageOf(query.limit) }
      const { totalCount, files } = await listFiles(ctx, caller, wanted, readFileFilter(query.q))
      return { totalCount, data: files.map(file => presentFile(file, appID)) }
    },
  )

  route(
    "GET",
    "/files/:bucketName/:fileId/metadata",
    "anyone",
    { summary: "The record of a file", result: fileModel },
    async ({ caller, params }) => {
      actingClient(caller)
      const file = await getFile(ctx, params.fileId ?? "")
      return { ...presentFile(file, appID), ContentType: file.mimetype, ContentLength: file.length }
    },
  )

  /** The content of a file, or an address that opens it without headers. */
  async function read({ caller, params, query, request, reply }: Call): Promise<unknown> {
    const file = await getFile(ctx, params["*"] ?? "")
    // Whoever came by a signed address gets no newer one.
    if (isYes(query.signedUrlOnly) && caller.kind !== "guest") {
      const origin = publicUrl ?? `${request.protocol}://${request.host}`
      const thumbnail = isYes(query.thumbnail) ? "thumbnail=1&" : ""
      return { url: `${origin}${pathOfFile(file)}?${thumbnail}${signer.sign(file.id)}` }
    }
    const small = isYes(query.thumbnail) && file.thumbnailType !== null
    const type = (small && file.thumbnailType) || file.mimetype
    const secondsLeft = caller.kind === "guest" ? signer.check(file.id, query) : 0
    return sendContent(request, reply, {
      tag: small ? `${file.md5}-small` : file.md5,
      cacheControl: secondsLeft > 0 ? `private, max-age=${secondsLeft}` : "private, no-cache",
      headers: { ...contentHeaders(type, file.filename), ...presentFileHeaders(file, appID) },
      length: small ? undefined : file.length,
      open: range => openFile(ctx, file, { small, range }),
    })
  }

  const readShape = { query: fileRead, bytes: true as const }
  // Before GET, which would bring its own.
  route("HEAD", "/files/:bucketName/*", "reader", { summary: "Headers of a file", ...readShape }, read)
  route("GET", "/files/:bucketName/*", "reader", { summary: "Download a file", ...readShape }, read)

  route(
    "DELETE",
    "/files/:bucketName/*",
    "anyone",
    { summary: "Delete a file", result: writeResult },
    async ({ caller, params }) => ({ n: await deleteFile(ctx, caller, params["*"] ?? ""), ok: 1 }),
  )
}

const isYes = (text: string | undefined) => /^(1|true|yes)$/i.test(text ?? "")
