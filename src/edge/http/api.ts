import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { TSchema } from "typebox"
import type { Caller } from "../../chat/caller.ts"
import type { Context } from "../../chat/context.ts"
import { ChatError } from "../../chat/error.ts"
import type { RoomReader } from "../../present/room.ts"
import { type FlawCodes, validator } from "../validate.ts"
import type { Access, Authenticate } from "./auth.ts"
import { type Envelope, sendResult } from "./envelope.ts"

type Method = "GET" | "HEAD" | "POST" | "PUT" | "DELETE"

/** No id holds such a character, and not every database can even be asked for it. */
function checkParams(params: Record<string, string>): Record<string, string> {
  const bad = Object.keys(params).find(name => params[name]?.includes("\0"))
  if (bad !== undefined)
    throw new ChatError("INVALID_PARAMETER", `${bad} must not contain control characters.`)
  return params
}

/** What an operation is for, what it takes and what it answers; `GET /openapi.json` is made from this. */
export interface Shape extends Envelope {
  summary: string
  body?: TSchema
  query?: TSchema
  /** The `result` of a success. */
  result?: TSchema
  /** The codes for a flawed body, where the operation's page names them. */
  flawed?: FlawCodes
}

// biome-ignore lint/suspicious/noExplicitAny: what arrives was checked against the route's own schema
type Checked = any

export interface Call {
  caller: Caller
  params: Record<string, string>
  body: Checked
  query: Checked
  request: FastifyRequest
  /** For answers that are not JSON: a handler that returns it has sent what it had to. */
  reply: FastifyReply
}

/** One operation as it was declared. */
export interface Operation {
  method: Method
  path: string
  access: Access
  shape: Shape
}

/** What a file of routes gets: one word to declare a route, and what its functions need. */
export interface Api {
  ctx: Context
  appID: string
  route: (
    method: Method,
    path: string,
    access: Access,
    shape: Shape,
    handle: (call: Call) => Promise<unknown>,
  ) => void
  reader: (caller: Caller) => RoomReader
  /** Every operation declared so far. */
  operations: readonly Operation[]
}

export function makeApi(app: FastifyInstance, ctx: Context, appID: string, authenticate: Authenticate): Api {
  const operations: Operation[] = []
  return {
    ctx,
    appID,
    operations,
    route: (method, path, access, shape, handle) => {
      operations.push({ method, path, access, shape })
      const checkBody = shape.body && validator<Checked>(shape.body, "body", shape.flawed)
      const checkQuery = shape.query && validator<Checked>(shape.query, "query")
      app.route({
        method,
        url: path,
        compress: method === "GET" ? {} : false,
        handler: async (request, reply) => {
          const caller = await authenticate(request, reply, access)
          const body = checkBody ? checkBody(request.body ?? null) : undefined
          const query = checkQuery ? checkQuery(request.query) : undefined
          const params = checkParams(request.params as Record<string, string>)
          const result = await handle({ caller, params, body, query, request, reply })
          return result === reply ? reply : sendResult(reply, result, shape)
        },
      })
    },
    reader: caller => ({
      appID,
      readTracking: ctx.readTracking,
      clientId: caller.clientId,
      isPlatform: caller.kind === "platform",
    }),
  }
}
