import { startEdit, startReply } from "../../state/composing.ts"
import { textOf } from "../../state/message-kinds.ts"
import { type MessageRights, rightsTo } from "../../state/message-rights.ts"
import { pin } from "../../state/pins.ts"
import { toggleReaction } from "../../state/reactions.ts"
import { attempt, change, type Session } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import type { Message, Room } from "../../wire/models.ts"
import type { Stage } from "./use-stage.ts"

/** What can be done with a message, from its menu or by a key. */
export type Act =
  | "reply"
  | "copy"
  | "edit"
  | "pin"
  | "info"
  | "reactions"
  | "select"
  | "report"
  | "recall"
  | "remove"

const NEEDED: Record<Act, keyof MessageRights> = {
  ...{ reply: "reply", copy: "copy", edit: "edit", pin: "pin", info: "info" },
  ...{ reactions: "remove", select: "remove", report: "report", recall: "recall", remove: "remove" },
}

export const ACTS = Object.keys(NEEDED) as Act[]

/** The keys that do it while a message has the focus. */
export const KEYS: Partial<Record<Act, string>> = {
  ...{ reply: "R", copy: "C", edit: "E", pin: "P", info: "I", select: "S", remove: "Delete" },
}

export function isAllowed(act: Act, message: Message, room: Room, me: string): boolean {
  if (act === "reactions") return Boolean(message.reactions?.length)
  return rightsTo(message, room, me)[NEEDED[act]]
}

type Perform = (session: Session, stage: Stage, message: Message) => void

const performances: Record<Act, Perform> = {
  reply: (session, _stage, message) => startReply(session, message),
  edit: (session, _stage, message) => startEdit(session, message),
  copy: (session, _stage, message) => void copy(session, textOf(message)),
  pin: (session, _stage, message) =>
    void attempt(session, text.timeline.pinFailed, () => pin(session, message, !message.pinned)),
  select: (_session, stage, message) => stage.select(message._id),
  info: (_session, stage, message) => stage.openDialog("info", message),
  report: (_session, stage, message) => stage.openDialog("report", message),
  reactions: (_session, stage, message) => stage.openDialog("reactions", message),
  recall: (_session, stage, message) => stage.openMenu(message, undefined, "recall"),
  remove: (_session, stage, message) => stage.openMenu(message, undefined, "remove"),
}

/** Does it, or opens what asks for the rest. */
export function perform(session: Session, stage: Stage, act: Act, message: Message): void {
  performances[act](session, stage, message)
}

export function react(session: Session, message: Message, reaction: string): void {
  void attempt(session, text.timeline.reactFailed, () => toggleReaction(session, message, reaction))
}

/** Without a secure origin browsers have no clipboard. */
export async function copy(session: Session, words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words)
  } catch {
    change(session, { notice: text.timeline.copyFailed })
  }
}
