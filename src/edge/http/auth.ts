import type { FastifyReply, FastifyRequest } from "fastify"
import ipaddr from "ipaddr.js"
import type { AppKeys } from "../../chat/app-keys.ts"
import type { Caller } from "../../chat/caller.ts"
import { getClient } from "../../chat/clients.ts"
import type { Context } from "../../chat/context.ts"
import { ChatError } from "../../chat/error.ts"
import { callerOfToken } from "../../chat/tokens.ts"
import type { ErrorCode } from "../../wire/errors.ts"

/**
 * Who may call: the holder of the API key only; users as well; and whoever has a signed address; an app with its client
 * key alone; in sandbox mode that app too, else the API key only; everybody.
 */
export type Access = "platform" | "anyone" | "reader" | "app" | "signer" | "public"

/** @param denied the code for users who show their token where the API key is due; without one, theirs is no credential. */
export type Authenticate = (
  request: FastifyRequest,
  reply: FastifyReply,
  access: Access,
  denied?: ErrorCode,
) => Promise<Caller>

/** Counts a call against the API key's limit. @returns seconds to wait, 0 when it may pass. */
export type CountCall = (request: FastifyRequest) => Promise<number>

interface Keys {
  accepts: AppKeys["accepts"]
  apiSources: string[]
  /** Whether the client key alone may sign tokens (contract: operations.md, SANDBOX). */
  sandbox: boolean
  /** Absent where calls are not limited. */
  countCall?: CountCall
  /** Whether a request comes by a signed address. @throws ChatError INVALID_TOKEN for one that does not hold. */
  isSigned: (request: FastifyRequest) => boolean
  /** Called once a user has shown a good token. */
  signedIn: (clientId: string, request: FastifyRequest) => void
}

/** Headers → caller (contract: README, "Auth headers"; older names with underscores included). */
export function makeAuthenticate(ctx: Context, keys: Keys): Authenticate {
  const isClientKey = (given: string | undefined) => keys.accepts("clientKey", given)
  const sources = keys.apiSources.map(source =>
    ipaddr.parseCIDR(source.includes("/") ? source : asRange(source)),
  )

  async function platform(request: FastifyRequest, reply: FastifyReply, key: string): Promise<Caller> {
    if (!(await keys.accepts("apiKey", key)))
      throw new ChatError("INVALID_API_KEY", "The API key is not the one of this server.")
    if (sources.length > 0 && !sources.some(source => matches(request.ip, source))) {
      throw new ChatError("INVALID_API_KEY", "The API key may not be used from this address.")
    }
    const wait = keys.countCall && (await keys.countCall(request))
    if (wait) {
      reply.header("retry-after", wait)
      throw new ChatError("RATE_LIMIT_EXCEEDED", `Too many calls with this API key: try again in ${wait} s.`)
    }
    const clientId = headerOf(request, "im-client-id")
    if (clientId !== undefined) await getClient(ctx, clientId)
    return { kind: "platform", clientId: clientId ?? null }
  }

  async function user(request: FastifyRequest): Promise<Caller> {
    const clientKey = headerOf(request, "im-client-key") ?? headerOf(request, "client_key")
    const token = tokenOf(request)
    if (clientKey === undefined && token === undefined) {
      throw new ChatError("INVALID_TOKEN", "Send IM-CLIENT-KEY and IM-Authorization, or IM-API-KEY.")
    }
    if (!(await isClientKey(clientKey)))
      throw new ChatError("INVALID_CLIENT_KEY", "The client key is not the one of this server.")
    const caller = await callerOfToken(ctx, token ?? "")
    keys.signedIn(caller.clientId, request)
    return caller
  }

  async function app(request: FastifyRequest): Promise<Caller> {
    const clientKey = headerOf(request, "im-client-key") ?? headerOf(request, "client_key")
    if (await isClientKey(clientKey)) return { kind: "guest", clientId: null }
    throw new ChatError("INVALID_CLIENT_KEY", "The client key is not the one of this server.")
  }

  return async (request, reply, access, denied) => {
    if (access === "public") return { kind: "guest", clientId: null }
    if (access === "reader" && keys.isSigned(request)) return { kind: "guest", clientId: null }
    const apiKey = headerOf(request, "im-api-key") ?? headerOf(request, "api_key")
    if (apiKey !== undefined) return platform(request, reply, apiKey)
    if (access === "anyone" || access === "reader") return user(request)
    if (access === "app" || (access === "signer" && keys.sandbox)) return app(request)
    if (denied && tokenOf(request) !== undefined) {
      await user(request)
      throw new ChatError(denied, "Users may not do this: it needs the API key, in the header IM-API-KEY.")
    }
    throw new ChatError("INVALID_API_KEY", "This call needs the API key, in the header IM-API-KEY.")
  }
}

const tokenOf = (request: FastifyRequest) =>
  headerOf(request, "im-authorization") ?? headerOf(request, "authorization")

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === "string" && value !== "" ? value : undefined
}

const asRange = (address: string) => `${address}/${ipaddr.parse(address).kind() === "ipv6" ? 128 : 32}`

function matches(address: string, range: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  const parsed = ipaddr.process(address)
  return parsed.kind() === range[0].kind() && parsed.match(range)
}
