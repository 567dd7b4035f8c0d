import { newId } from "../lib/ids.ts"
import { findClient } from "../store/clients.ts"
import { listSharedRoomIds } from "../store/fellows.ts"
import { countReportsBy, findOpenReport, insertReport, type ReportRow } from "../store/reports.ts"
import { isVisible } from "../store/visibility.ts"
import { actingClient, type Caller } from "./caller.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"
import { readerOf } from "./history.ts"
import { enterMessage, noMessage } from "./message-access.ts"

export interface ReportInput {
  message?: string
  client?: string
  reason: string
  text?: string
}

const hourMs = 3_600_000

/** Whoever reports more in an hour is not read any more. */
const mostAnHour = 60

const longestExcerpt = 1000

/**
 * Takes a user's complaint about a message that they see, or about somebody whom they share a room with; the same one once
 * more changes nothing while it is open. An addition of ours.
 * @returns its id. @throws ChatError MESSAGE_NOT_FOUND, CLIENT_NOT_FOUND, INVALID_PARAMETER, MISSING_PARAMETER, RATE_LIMIT_EXCEEDED
 */
export async function report(ctx: Context, caller: Caller, input: ReportInput): Promise<string> {
  const reporterId = actingClient(caller)
  const now = ctx.clock()
  const subject = input.message
    ? await messageSubject(ctx, caller, input.message, input.client)
    : await clientSubject(ctx, reporterId, input.client)
  if (subject.clientId === reporterId)
    throw new ChatError("INVALID_PARAMETER", "Nobody reports themselves: name somebody else.")
  if ((await countReportsBy(ctx.db, reporterId, now - hourMs)) >= mostAnHour)
    throw new ChatError("RATE_LIMIT_EXCEEDED", "You have made very many reports: try again in an hour.")
  const { reason, text = "" } = input
  const row: ReportRow = {
    ...{ id: newId(now), reporterId, ...subject, reason, text },
    ...{ state: "open", note: "", closedBy: null, createdAt: now, updatedAt: now },
  }
  return ctx.db.write(async tx => {
    if (await insertReport(tx, row)) return row.id
    return (await findOpenReport(tx, row))?.id ?? row.id
  }, `report ${reporterId}`)
}

type Subject = Pick<ReportRow, "messageId" | "roomId" | "clientId" | "excerpt">

async function messageSubject(
  ctx: Context,
  caller: Caller,
  messageId: string,
  clientId: string | undefined,
): Promise<Subject> {
  // To an outsider the message does not exist.
  const { message, ...access } = await enterMessage(ctx, caller, messageId, "read").catch(error => {
    throw error instanceof ChatError && error.code === "NOT_ROOM_MEMBER" ? noMessage() : error
  })
  if (!(await isVisible(ctx.db, messageId, readerOf(caller, access)))) throw noMessage()
  if (clientId && clientId !== message.senderId)
    throw new ChatError("INVALID_PARAMETER", "client is not the sender of this message: leave it out.")
  const said = message.content.message
  const excerpt = (typeof said === "string" ? said : "").slice(0, longestExcerpt).toWellFormed()
  return { messageId, roomId: message.roomId, clientId: message.senderId, excerpt }
}

async function clientSubject(
  ctx: Context,
  reporterId: string,
  clientId: string | undefined,
): Promise<Subject> {
  if (!clientId) throw new ChatError("MISSING_PARAMETER", "message or client is missing: say what is wrong.")
  const known = await findClient(ctx.db, clientId)
  const shared = await listSharedRoomIds(ctx.db, reporterId, [clientId])
  if (!known || (shared.size === 0 && clientId !== reporterId))
    throw new ChatError("CLIENT_NOT_FOUND", `You share no room with ${clientId}.`)
  return { messageId: "", roomId: "", clientId, excerpt: "" }
}
