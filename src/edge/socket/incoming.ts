import type { Context } from "../../chat/context.ts"
import { ChatError } from "../../chat/error.ts"
import type { MessageInput } from "../../chat/message-content.ts"
import { handleRoomMessage } from "../../chat/messages.ts"
import { startTyping } from "../../chat/typing.ts"
import { presentMessage } from "../../present/message.ts"
import { messageContent } from "../../wire/bodies/messages.ts"
import { failure, success } from "../../wire/errors.ts"
import { fromClient } from "../../wire/events.ts"
import { signedOut } from "../../wire/signed-out.ts"
import { validator } from "../validate.ts"
import { readObject, readText } from "./codec.ts"
import type { Connection } from "./connection.ts"
import { configure, type SignIn, signIn } from "./sign-in.ts"

const checkMessage = validator<MessageInput>(messageContent, "body", "INVALID_MESSAGE_FORMAT")

/** What one event does and what its ack says; undefined is said of nothing (contract: realtime.md 5). */
export async function handleEvent(
  door: SignIn,
  connection: Connection,
  event: string,
  args: unknown[],
): Promise<unknown> {
  connection.expire(door.ctx.clock())
  switch (event) {
    case fromClient.pong:
      return
    case fromClient.conf:
      return configure(connection, args[0])
    case fromClient.auth:
    case fromClient.auth2:
      return signIn(door, connection, args[0], args[1])
  }
  try {
    if (!connection.caller) return signedOut(connection.reason)
    if (event === fromClient.message) return success(await send(door, connection, args))
    if (event === fromClient.typing) return success(await type(door.ctx, connection, args))
    return failure("UNKNOWN_EVENT", `There is no event ${event.slice(0, 100)}.`)
  } catch (error) {
    if (error instanceof ChatError) return failure(error.code, error.message)
    throw error
  }
}

async function send({ ctx, appID }: SignIn, { caller }: Connection, args: unknown[]): Promise<unknown> {
  const given = readObject(args[0])
  if (!given) throw new ChatError("INVALID_MESSAGE_FORMAT", "Send one message object.")
  const input = checkMessage(given)
  if (typeof input.room !== "string" || input.room === "")
    throw new ChatError("MISSING_PARAMETER", "room is missing.")
  return presentMessage(
    await handleRoomMessage(ctx, caller as NonNullable<typeof caller>, input.room, input),
    appID,
  )
}

async function type(ctx: Context, { caller, encoding }: Connection, args: unknown[]): Promise<unknown> {
  const [first, second] = args
  const { room, message } = (second === undefined && readObject(first)) || { room: first, message: second }
  if (typeof room !== "string" || room === "") throw new ChatError("MISSING_PARAMETER", "room is missing.")
  const text = readText(message, encoding).slice(0, 1000)
  const sender = await startTyping(ctx, caller as NonNullable<typeof caller>, room, text)
  return { room, message: text, sender }
}
