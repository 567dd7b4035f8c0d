import { text } from "../../text/text.ts"
import type { Client } from "../../wire/models.ts"

/** Stands behind the name of a robot. */
export function BotMark({ client }: { client: Client | undefined }) {
  return client?.isRobot === true ? <span class="bot-mark">{text.bot}</span> : null
}
