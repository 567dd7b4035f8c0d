import type { IncomingMessage } from "node:http"
import { getOwn, recordLogin } from "../../chat/clients.ts"
import type { Context } from "../../chat/context.ts"
import { ChatError } from "../../chat/error.ts"
import { listOwnRoomIds } from "../../chat/rooms.ts"
import { callerOfToken, invalidToken } from "../../chat/tokens.ts"
import { base64OfJson } from "../../lib/base64.ts"
import { presentClient } from "../../present/client.ts"
import type { Login } from "../../store/clients.ts"
import { type Failure, failure, type Success, success } from "../../wire/errors.ts"
import { fromServer } from "../../wire/events.ts"
import { signedOut } from "../../wire/signed-out.ts"
import { encodingOf } from "./codec.ts"
import type { Connection, Presence } from "./connection.ts"
import { deviceIdOf } from "./device-id.ts"

/** Most tries to sign in on one socket. */
const mostAttempts = 10

export interface SignIn {
  ctx: Context
  appID: string
  presence: Presence
  /** The client's address behind trusted proxies. */
  addressOf: (request: IncomingMessage) => string
}

/** `conf`: chooses the encoding of the events that follow (contract: realtime.md 2.1). */
export function configure(connection: Connection, argument: unknown): Success<unknown> | Failure {
  const wanted =
    typeof argument === "object" && argument !== null && "encoding" in argument
      ? argument.encoding
      : undefined
  const encoding = encodingOf(wanted)
  if (!encoding) return failure("UNSUPPORTED_ENCODING", 'encoding must be "base64" or "none".')
  connection.changeEncoding(encoding)
  return success({ encoding: encoding === "plain" ? "none" : encoding })
}

/** `auth2` and `auth`: signs a socket in, or the same socket in again (contract: realtime.md 2.2 to 2.4). */
export async function signIn(
  door: SignIn,
  connection: Connection,
  token: unknown,
  extra: unknown,
): Promise<Success<unknown> | Failure> {
  const answer = await attempt(door, connection, token, deviceIdOf(extra))
  return connection.encoding === "base64" ? (base64OfJson(answer) as never) : answer
}

async function attempt(
  door: SignIn,
  connection: Connection,
  token: unknown,
  deviceId: string | null,
): Promise<Success<unknown> | Failure> {
  const { ctx } = door
  connection.attempts++
  if (connection.attempts > mostAttempts && !connection.caller) {
    return failure("RATE_LIMIT_EXCEEDED", "Too many attempts on this connection: open a new one.")
  }
  try {
    const text = typeof token === "string" ? token : ""
    const caller = await callerOfToken(ctx, text)
    const client = await getOwn(ctx, caller.clientId)
    // The user's own channel first: rooms that are made from here on are joined through it.
    connection.signIn(caller, deviceId)
    const roomIds = await listOwnRoomIds(ctx, caller)
    connection.hear(roomIds)
    // Once more: a token or a membership that ended before the connection was known here would otherwise live on.
    await callerOfToken(ctx, text)
    if (!connection.caller) throw invalidToken(connection.reason)
    const still = new Set(await listOwnRoomIds(ctx, caller))
    connection.unhear(roomIds.filter(id => !still.has(id)))
    connection.attempts = 0
    const login = loginOf(door, connection, client.id, ctx.clock())
    recordLogin(ctx, login)
    const { at, address, userAgent } = login
    return success({
      client: client.id,
      ...presentClient({ ...client, lastLoginAt: at, address, userAgent }, door.appID),
    })
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    const unavailable = error.code === "AUTH_UNAVAILABLE"
    const reason = error.reason ?? (unavailable ? "notSignedIn" : "unknown")
    connection.cutOff(ctx.clock(), reason)
    const refusal = unavailable ? failure(error.code, error.message) : signedOut(reason)
    // The event comes after the ack, which is sent when this function has returned.
    setImmediate(() => connection.socket.emit(fromServer.error, refusal))
    return refusal
  }
}

function loginOf({ addressOf }: SignIn, { socket }: Connection, clientId: string, at: number): Login {
  const { remoteFamily, remotePort } = socket.request.socket
  return {
    clientId,
    at,
    address: { address: addressOf(socket.request), family: remoteFamily ?? "IPv4", port: remotePort ?? 0 },
    userAgent: socket.request.headers["user-agent"] ?? null,
  }
}
