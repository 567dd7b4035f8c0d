import { type ClientRow, listClients } from "../../store/clients.ts"
import type { Statements } from "../../store/database.ts"
import { listMembers, type MemberRow } from "../../store/members.ts"
import type { MessageRow } from "../../store/messages.ts"
import { listMutedBy } from "../../store/room-prefs.ts"

/** Why a member gets no push of a message, whatever devices they have. */
export type Unpushed = "sender" | "robot" | "muted" | "disabled" | "blocked" | "added later"

export interface Recipients {
  pushed: ClientRow[]
  unpushed: { client: ClientRow; reason: Unpushed }[]
}

/**
 * Who gets a push for each of some messages, and why the others do not (contract: push.md 3). @returns by message id; what
 * is not announced is absent.
 */
export async function sortRecipients(
  db: Statements,
  messages: Iterable<MessageRow>,
): Promise<Map<string, Recipients>> {
  const announced = [...messages].filter(isAnnounced)
  const roomIds = [...new Set(announced.map(message => message.roomId))]
  if (roomIds.length === 0) return new Map()
  const members = await listMembers(db, roomIds)
  const muted = await listMutedBy(db, roomIds)
  const people = await listClients(
    db,
    [...members.values()].flatMap(all => all.map(member => member.clientId)),
  )
  return new Map(
    announced.map(message => {
      const { id, roomId } = message
      return [id, sort(message, members.get(roomId) ?? [], people, muted.get(roomId))]
    }),
  )
}

function sort(
  message: MessageRow,
  members: readonly MemberRow[],
  people: ReadonlyMap<string, ClientRow>,
  muted: ReadonlySet<string> | undefined,
): Recipients {
  const recipients: Recipients = { pushed: [], unpushed: [] }
  for (const member of members) {
    const client = people.get(member.clientId)
    if (client?.clientType !== "user") continue
    const reason = whyNot(message, member, client, muted)
    if (reason) recipients.unpushed.push({ client, reason })
    else recipients.pushed.push(client)
  }
  return recipients
}

export async function recipientsOf(db: Statements, message: MessageRow): Promise<ClientRow[]> {
  return (await sortRecipients(db, [message])).get(message.id)?.pushed ?? []
}

/** What was recalled or hidden before its push went out is not announced any more. */
export const isAnnounced = ({ hidden, messageType }: MessageRow): boolean =>
  !hidden && messageType !== "recall"

function whyNot(
  message: MessageRow,
  member: MemberRow,
  client: ClientRow,
  muted: ReadonlySet<string> | undefined,
): Unpushed | undefined {
  if (client.id === message.senderId) return "sender"
  if (client.isRobot) return "robot"
  // Who was added by this very message came just before it.
  if (member.joinedSeq >= message.seq) return "added later"
  if (member.silencedAt !== null) return "blocked"
  if (muted?.has(client.id)) return "muted"
  return client.notificationEnabled ? undefined : "disabled"
}
