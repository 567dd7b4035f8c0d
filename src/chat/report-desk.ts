import { type ClientRow, listClients } from "../store/clients.ts"
import { listMessagesById } from "../store/messages.ts"
import {
  findOpenReport,
  findReport,
  pageReports,
  type ReportRow,
  type ReportState,
  updateReport,
} from "../store/reports.ts"
import { listRooms, type RoomRow } from "../store/rooms.ts"
import { type MessageView, viewMessages } from "../store/views.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** A report with all that it is about, as far as it is still there. */
export interface ReportView {
  report: ReportRow
  people: ReadonlyMap<string, ClientRow>
  room: RoomRow | undefined
  message: MessageView | undefined
}

/** What users complain about, the newest first. @param state absent, all. */
export async function listReports(
  ctx: Context,
  page: { state?: ReportState; skip: number; limit: number },
): Promise<{ totalCount: number; reports: ReportView[] }> {
  const { totalCount, rows } = await pageReports(ctx.db, page)
  return { totalCount, reports: await viewReports(ctx, rows) }
}

/** Closes a report or opens it again. @param by the operator. @throws ChatError REPORT_NOT_FOUND, INVALID_PARAMETER */
export async function settleReport(
  ctx: Context,
  id: string,
  { state, note }: { state: ReportState; note?: string },
  by: string,
): Promise<ReportView> {
  const settled = await ctx.db.write(async tx => {
    const before = await findReport(tx, id)
    if (!before) return new ChatError("REPORT_NOT_FOUND", "There is no such report.")
    const twin = state === "open" ? await findOpenReport(tx, before) : undefined
    if (twin && twin.id !== id)
      return new ChatError("INVALID_PARAMETER", `The same was reported anew: see the open report ${twin.id}.`)
    const closedBy = state === "closed" ? by : null
    const after = { ...before, state, note: note ?? before.note, closedBy, updatedAt: ctx.clock() }
    await updateReport(tx, after)
    return after
  }, "reports")
  if (settled instanceof ChatError) throw settled
  const [view] = await viewReports(ctx, [settled])
  return view as ReportView
}

async function viewReports({ db }: Context, rows: readonly ReportRow[]): Promise<ReportView[]> {
  const ids = (of: (row: ReportRow) => string[]) => [...new Set(rows.flatMap(of))].filter(id => id !== "")
  const people = await listClients(
    db,
    ids(row => [row.reporterId, row.clientId]),
  )
  const rooms = await listRooms(
    db,
    ids(row => [row.roomId]),
  )
  const messages = await listMessagesById(
    db,
    ids(row => [row.messageId]),
  )
  const views = new Map((await viewMessages(db, [...messages.values()])).map(view => [view.message.id, view]))
  return rows.map(report => ({
    report,
    people,
    room: rooms.get(report.roomId),
    message: views.get(report.messageId),
  }))
}
