import type { Composing } from "../../state/chat-state.ts"
import { takeChosen } from "../../state/chosen-files.ts"
import { stopComposing, takeReply } from "../../state/composing.ts"
import { encodeMentions } from "../../state/mentions.ts"
import { textOf } from "../../state/message-kinds.ts"
import { send } from "../../state/messages.ts"
import { attempt, type Session } from "../../state/session.ts"
import { sendFiles } from "../../state/upload-queue.ts"
import { text } from "../../text/text.ts"
import type { Message, RoomView } from "../../wire/models.ts"
import type { Written } from "./use-written.ts"

interface Submission {
  written: Written
  composing?: Composing
  /** Chosen files go too, and the words with them. */
  hasFiles: boolean
}

/** Sends what was written, or changes the message that is edited. */
export function submit(session: Session, room: RoomView, { written, composing, hasFiles }: Submission): void {
  const { text: message, ids: mentions } = encodeMentions(written.words.trim(), written.named)
  const named = mentions.length > 0 ? { mentions } : {}
  if (composing?.kind === "edit") {
    stopComposing(session, room._id)
    edit(session, composing.message, { message, mentions })
    return
  }
  const content = { message, ...named, ...takeReply(session, room._id) }
  if (hasFiles) sendFiles(session, room._id, takeChosen(session, room._id), content)
  else send(session, room._id, content)
}

function edit(
  session: Session,
  before: Message,
  { message, mentions }: { message: string; mentions: string[] },
) {
  const { room, _id, mentions: mentioned = [] } = before
  // Who has left the room since is not among those that can be named, and stays mentioned all the same.
  const kept = mentioned.filter(id => message.includes(`@${id}`))
  const all = [...new Set([...kept, ...mentions])]
  const isSame = all.length === mentioned.length && kept.length === mentioned.length
  if (message === textOf(before) && isSame) return
  const content = isSame ? { message } : { message, mentions: all }
  void attempt(session, text.editFailed, () => session.client.edit(room, _id, content))
}
