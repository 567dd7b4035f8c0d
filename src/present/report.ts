import type { ClientRow } from "../store/clients.ts"
import type { ReportRow } from "../store/reports.ts"
import type { RoomRow } from "../store/rooms.ts"
import type { MessageView } from "../store/views.ts"
import { presentPerson } from "./client.ts"
import { presentMessage } from "./message.ts"

interface Shown {
  report: ReportRow
  people: ReadonlyMap<string, ClientRow>
  room: RoomRow | undefined
  message: MessageView | undefined
}

/** A user's complaint for operators; `excerpt` is what the message said when it was reported. Times in ms. */
export function presentReport({ report, people, room, message }: Shown, appID: string) {
  const { id, messageId, excerpt, reason, text, state, note, closedBy, createdAt, updatedAt } = report
  return {
    _id: id,
    reporter: presentPerson(report.reporterId, people),
    client: presentPerson(report.clientId, people),
    ...(report.roomId === "" ? {} : { room: { _id: report.roomId, name: room?.name ?? "" } }),
    ...(messageId === "" ? {} : { messageId, excerpt }),
    ...(message ? { message: presentMessage(message, appID) } : {}),
    ...{ reason, text, state, note, createdAt },
    ...(closedBy === null ? {} : { closedBy, closedAt: updatedAt }),
  }
}
