import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { TSchema } from "typebox"
import { recordDeed } from "../../../chat/audit.ts"
import type { Caller } from "../../../chat/caller.ts"
import type { Context } from "../../../chat/context.ts"
import { ChatError } from "../../../chat/error.ts"
import { operatorOf } from "../../../chat/operator-sessions.ts"
import type { Claim } from "../../../chat/password-checks.ts"
import { validator } from "../../validate.ts"
import { checkParams } from "../api.ts"
import { sendNotFound, sendResult } from "../envelope.ts"
import { readCookie } from "./cookies.ts"
import { checkOwnPage } from "./origins.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives was checked against the route's own schema
type Checked = any

export interface Call {
  /** Who is signed in; empty where nobody need be. */
  operator: string
  params: Record<string, string>
  body: Checked
  query: Checked
  request: FastifyRequest
  reply: FastifyReply
  /** What the browser shows. */
  token: string
  /** The signed-in operator says their password once more. */
  claim: (password: string) => Claim
}

interface Reading {
  query?: TSchema
  /** Nobody need be signed in. */
  open?: true
}

interface Change extends Reading {
  /** What it is called among the deeds of operators, like `room.delete`. */
  act: string
  body?: TSchema
  /** What it is done to; the places of the path when absent. */
  target?: (call: Call) => string
  /** More of it; never a secret. */
  detail?: (call: Call) => string
  /** Whose deed it is where nobody is signed in yet. */
  by?: (call: Call) => string
}

type Handle = (call: Call) => Promise<unknown>

/** What a file of the dashboard's routes gets. */
export interface Dashboard {
  ctx: Context
  appID: string
  /** The operator acts as the holder of the API key does. */
  backend: Caller
  read: (path: string, reading: Reading, handle: Handle) => void
  change: (method: "POST" | "PUT" | "DELETE", path: string, change: Change, handle: Handle) => void
}

const prefix = "/dashboard/api"

/** No page of another origin may read an answer, whatever the server grants to the rest. */
export const sameOrigin: object = { cors: false }

/** Neither does any learn what is not there. */
export function refuseOthers(app: FastifyInstance): void {
  app.route({
    method: ["GET", "POST", "PUT", "DELETE", "OPTIONS"],
    url: "/dashboard/*",
    config: sameOrigin,
    handler: sendNotFound,
  })
}

export function makeDashboard(
  app: FastifyInstance,
  ctx: Context,
  { appID, publicUrl }: { appID: string; publicUrl: string | null },
): Dashboard {
  async function callOf(request: FastifyRequest, reply: FastifyReply, isOpen = false): Promise<Call> {
    reply.header("cache-control", "no-store")
    const token = readCookie(request)
    const operator = token === "" ? undefined : await operatorOf(ctx, token)
    if (operator === undefined && !isOpen)
      throw new ChatError("OPERATOR_SIGNED_OUT", "Sign in to the dashboard.")
    const params = checkParams(request.params as Record<string, string>)
    const claim = (password: string) => claimOf(request, reply, operator ?? "", password)
    return {
      operator: operator ?? "",
      params,
      body: undefined,
      query: undefined,
      request,
      reply,
      token,
      claim,
    }
  }

  return {
    ctx,
    appID,
    backend: { kind: "platform", clientId: null },
    read: (path, { query, open }, handle) => {
      const checkQuery = query && validator<Checked>(query, "query")
      app.get(prefix + path, { compress: {}, config: sameOrigin }, async (request, reply) => {
        const call = await callOf(request, reply, open)
        if (checkQuery) call.query = checkQuery(request.query)
        return sendResult(reply, await handle(call), {})
      })
    },
    change: (method, path, { query, body, open, ...deed }, handle) => {
      const checkQuery = query && validator<Checked>(query, "query")
      const checkBody = body && validator<Checked>(body, "body")
      app.route({
        method,
        url: prefix + path,
        config: sameOrigin,
        handler: async (request, reply) => {
          checkOwnPage(request, publicUrl)
          const call = await callOf(request, reply, open)
          if (checkBody) call.body = checkBody(request.body ?? null)
          if (checkQuery) call.query = checkQuery(request.query)
          const result = await recorded(call, deed, handle)
          return sendResult(reply, result, {})
        },
      })
    },
  }

  /** Writes down what is done, and what was refused, but for what anybody could try again and again. */
  async function recorded(
    call: Call,
    deed: Omit<Change, keyof Reading | "body">,
    handle: Handle,
  ): Promise<unknown> {
    const note = (more: string[]) => {
      const { act, target, detail, by } = deed
      const words = [detail?.(call) ?? "", ...more].filter(word => word !== "")
      return recordDeed(ctx, {
        act,
        operator: by?.(call) ?? call.operator,
        target: target?.(call) ?? Object.values(call.params).join(" "),
        detail: words.join(", "),
        address: call.request.ip,
      })
    }
    try {
      const result = await handle(call)
      await note([])
      return result
    } catch (error) {
      const code = error instanceof ChatError ? error.code : "INTERNAL_SERVER_ERROR"
      if (code !== "RATE_LIMIT_EXCEEDED" && code !== "OPERATOR_SIGNED_OUT") await note([`refused: ${code}`])
      throw error
    }
  }
}

export const claimOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  password: string,
): Claim => ({
  name,
  password,
  address: request.ip,
  slowDown: seconds => void reply.header("retry-after", seconds),
})
