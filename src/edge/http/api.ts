import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { TSchema } from "typebox"
import type { Caller } from "../../chat/caller.ts"
import type { Context } from "../../chat/context.ts"
import { ChatError } from "../../chat/error.ts"
import type { IsConnected } from "../../present/client.ts"
import type { RoomReader } from "../../present/room.ts"
import type { ErrorCode } from "../../wire/errors.ts"
import { type FlawCodes, validator } from "../validate.ts"
import type { Access, Authenticate } from "./auth.ts"
import { type Envelope, sendResult } from "./envelope.ts"

type Method = "GET" | "HEAD" | "POST" | "PUT" | "DELETE"

/** No id holds such a character, and not every database can even be asked for it. */
export function checkParams(params: Record<string, string>): Record<string, string> {
  const bad = Object.keys(params).find(name => params[name]?.includes("\0"))
  if (bad !== undefined)
    throw new ChatError("INVALID_PARAMETER", `${bad} must not contain control characters.`)
  return params
}

/** What an operation is for, what it takes and what it answers; `GET /openapi.json` is made from this. */
export interface Shape extends Envelope {
  summary: string
  body?: TSchema
  /** A body of several parts, which the handler reads itself. */
  form?: TSchema
  query?: TSchema
  /** The `result` of a success. */
  result?: TSchema
  /** A success is content as it is, never compressed: its ranges and tag are those of the bytes. */
  bytes?: true
  /** Headers beyond credentials that mean something here: name → what. */
  headers?: Record<string, string>
  /** The codes for a flawed body, where the operation's page names them. */
  flawed?: FlawCodes
  /** The code for users where the API key is due, where the operation's page names it. */
  denied?: ErrorCode
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
  /** The same for routes of a scope that has hooks or parsers of its own. */
  inside: (scope: FastifyInstance) => Api
}

export function makeApi(
  app: FastifyInstance,
  ctx: Context,
  appID: string,
  authenticate: Authenticate,
  isConnected: IsConnected,
  operations: Operation[] = [],
): Api {
  return {
    inside: scope => makeApi(scope, ctx, appID, authenticate, isConnected, operations),
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
        compress: method === "GET" && !shape.bytes ? {} : false,
        handler: async (request, reply) => {
          const caller = await authenticate(request, reply, access, shape.denied)
          const body = checkBody ? checkBody(request.body ?? null) : undefined
          const query = checkQuery ? checkQuery(request.query) : undefined
          const params = checkParams(request.params as Record<string, string>)
          const result = await handle({ caller, params, body, query, request, reply })
          // To await a reply is to wait until its bytes are out, or nobody takes them any more: nothing is left then.
          return shape.bytes && result === undefined ? reply : sendResult(reply, result, shape)
        },
      })
    },
    reader: caller => ({
      appID,
      readTracking: ctx.readTracking,
      clientId: caller.clientId,
      isPlatform: caller.kind === "platform",
      isConnected,
    }),
  }
}
