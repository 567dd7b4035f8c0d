import type { Message } from "../../wire/models.ts"

export function Reactions({ message, me }: { message: Message; me: string }) {
  const reactions = message.reactions ?? []
  if (reactions.length === 0) return null
  const counts = Map.groupBy(reactions, ({ reaction }) => reaction)
  return (
    <span class="reactions">
      {[...counts].map(([reaction, given]) => (
        <span key={reaction} class={given.some(({ client }) => client === me) ? "reaction mine" : "reaction"}>
          {reaction}
          {given.length > 1 && <span>{given.length}</span>}
        </span>
      ))}
    </span>
  )
}
