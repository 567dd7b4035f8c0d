import { nameOf } from "../../state/names.ts"
import { reactionsTo, toggleReaction } from "../../state/reactions.ts"
import { attempt } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Client, Message } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"

const NOBODY: Client[] = []
const MOST_NAMES = 12

/** What was given to a message; a click gives the same or takes it back. */
export function Reactions({ message, me }: { message: Message; me: string }) {
  if (!message.reactions?.length) return null
  return <GivenReactions message={message} me={me} />
}

function GivenReactions({ message, me }: { message: Message; me: string }) {
  const session = useSession()
  const members = useChat(state => state.rooms.get(message.room)?.members ?? NOBODY)
  const nameBy = (id: string) => (id === me ? text.you : nameOf(members.find(({ _id }) => _id === id)) || id)
  const toggle = (reaction: string) =>
    attempt(session, text.timeline.reactFailed, () => toggleReaction(session, message, reaction))
  return (
    <span class="reactions">
      {reactionsTo(message, me).map(({ reaction, clients, isMine }) => {
        const names = clients.slice(0, MOST_NAMES).map(nameBy).join(", ")
        const label = text.timeline.reactionBy(reaction, clients.length > MOST_NAMES ? `${names} …` : names)
        return (
          <button
            key={reaction}
            type="button"
            class={isMine ? "reaction mine" : "reaction"}
            aria-pressed={isMine}
            aria-label={label}
            title={names}
            onClick={() => void toggle(reaction)}
          >
            {reaction}
            {clients.length > 1 && <span>{clients.length}</span>}
          </button>
        )
      })}
    </span>
  )
}
