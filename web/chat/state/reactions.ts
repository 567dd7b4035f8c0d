import type { Message } from "../wire/models.ts"
import type { Session } from "./session.ts"

/** What is offered before all emoji are. */
export const QUICK_REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏"]

/** One reaction to a message: who gave it, in the order they came. */
export interface Reaction {
  reaction: string
  clients: string[]
  isMine: boolean
}

export function reactionsTo({ reactions = [] }: Message, me: string): Reaction[] {
  const given = Map.groupBy(reactions, ({ reaction }) => reaction)
  return [...given].map(([reaction, all]) => {
    const clients = all.map(({ client }) => client)
    return { reaction, clients, isMine: clients.includes(me) }
  })
}

/** Gives a reaction, or takes it back. @throws RequestError */
export async function toggleReaction(
  { client, store }: Session,
  message: Message,
  reaction: string,
): Promise<void> {
  const isMine = message.reactions?.some(
    one => one.reaction === reaction && one.client === store.get().me._id,
  )
  if (isMine) await client.unreact(message._id, reaction)
  else await client.react(message._id, reaction)
}
