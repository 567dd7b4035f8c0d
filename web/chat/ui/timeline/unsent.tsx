import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { AlertIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"

/** Below a message that the server refused. */
export function Unsent({ message: { room, _id, refusal } }: { message: Message }) {
  const { client } = useSession()
  return (
    <p class="unsent" role="alert">
      <AlertIcon />
      <span title={refusal}>{text.notSent}</span>
      <button type="button" class="link-button" onClick={() => client.retry(room, _id)}>
        {text.retry}
      </button>
      <button type="button" class="link-button muted" onClick={() => client.discard(room, _id)}>
        {text.discard}
      </button>
    </p>
  )
}
