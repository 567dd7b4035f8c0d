import { nameOf } from "../../state/names.ts"
import { text } from "../../text/text.ts"
import type { Client } from "../../wire/models.ts"
import { CheckIcon } from "../list/icons.tsx"
import { ClientAvatar } from "../parts/avatar.tsx"

interface PersonRowProps {
  person: Client
  /** Instead of the name. */
  words?: string
  /** Absent where one click is the choice. */
  isPicked?: boolean
  onPick(person: Client): void
}

export function PersonRow({ person, words, isPicked, onPick }: PersonRowProps) {
  return (
    <li>
      <button type="button" class="person-row" aria-pressed={isPicked} onClick={() => onPick(person)}>
        <ClientAvatar client={person} size="small" />
        <span class="person-name" dir="auto">
          {words ?? nameOf(person)}
          {person.isRobot && <small>{text.bot}</small>}
        </span>
        {isPicked && <CheckIcon />}
      </button>
    </li>
  )
}
