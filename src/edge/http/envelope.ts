import type { FastifyError, FastifyReply, FastifyRequest } from "fastify"
import { ChatError } from "../../chat/error.ts"
import { type ErrorCode, errors, failure, success } from "../../wire/errors.ts"

/** How a few pages print their answers. */
export interface Envelope {
  /** The result's fields stand beside RC, too, for readers of bare answers. */
  repeated?: boolean
  /** The result alone, without RC. */
  bare?: boolean
  /** RM of a success where it is a sentence, not OK. */
  rm?: (result: never) => string
}

/** Answers with a value. */
export function sendResult(
  reply: FastifyReply,
  result: unknown,
  { repeated, bare, rm }: Envelope,
): FastifyReply {
  if (bare) return reply.send(result)
  const enveloped = rm ? { ...success(result), RM: rm(result as never) } : success(result)
  return reply.send(repeated ? { ...(result as object), ...enveloped } : enveloped)
}

/** What the HTTP library refuses before a route is reached. */
const libraryErrors: Record<string, { code: ErrorCode; sentence: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "PAYLOAD_TOO_LARGE",
    sentence: "The body is larger than this server takes.",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "UNSUPPORTED_MEDIA_TYPE",
    sentence: "Send the body as application/json.",
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: "INVALID_BODY",
    sentence: "Content-Length does not fit the body.",
  },
  FST_ERR_BAD_URL: { code: "INVALID_PARAMETER", sentence: "The path is not properly percent-encoded." },
}

/** Answers with a failure; what nobody foresaw is logged whole and answered without detail. */
export function sendError(
  error: FastifyError | ChatError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { code, sentence } = failureOf(error, request)
  const body = failure(code, sentence)
  if (code !== "RATE_LIMIT_EXCEEDED") return reply.status(errors[code].status).send(body)
  const retryAfter = Number(reply.getHeader("retry-after") ?? 60)
  return reply.status(429).send({ ...body, retryAfter })
}

function failureOf(
  error: FastifyError | ChatError,
  request: FastifyRequest,
): { code: ErrorCode; sentence: string } {
  if (error instanceof ChatError) return { code: error.code, sentence: error.message }
  const known = libraryErrors[error.code]
  if (known) return known
  if (error instanceof SyntaxError || error.statusCode === 400) {
    return { code: "INVALID_BODY", sentence: "The body is not valid JSON." }
  }
  request.log.error(
    { err: error, request: request.id, method: request.method, route: request.routeOptions.url },
    "a request failed",
  )
  const sentence = `Something went wrong here; the server's log has it under request ${request.id}.`
  return { code: "INTERNAL_SERVER_ERROR", sentence }
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split("?")[0]
  return reply.status(404).send(failure("NOT_FOUND", `There is no ${request.method} ${path}.`))
}
