import { findMessage } from "../store/messages.ts"
import { findSent, type SentKey } from "../store/sent-keys.ts"
import { type MessageView, viewMessage } from "../store/views.ts"
import type { Context } from "./context.ts"
import { ChatError } from "./error.ts"

/** A sending that is made once, however often it arrives within a day. */
export interface Once extends SentKey {
  /** Called where it had been made before. */
  replayed: () => void
}

/** What came of a sending if it was made before. @throws ChatError IDEMPOTENCY_KEY_REUSED */
export async function sentBefore(ctx: Context, once: Once): Promise<string | undefined> {
  const sent = await findSent(ctx.db, once.id, ctx.clock())
  if (!sent) return undefined
  if (sent.fingerprint !== once.fingerprint) throw reused()
  once.replayed()
  return sent.answer
}

/** The same where somebody was quicker with the key. */
export async function sentMeanwhile(ctx: Context, once: Once | undefined): Promise<string> {
  const answer = once && (await sentBefore(ctx, once))
  // They tried to send something else, and it came to nothing.
  if (answer === undefined) throw reused()
  return answer
}

/** The message that was sent, as it now stands. @throws ChatError MESSAGE_NOT_FOUND when it was deleted since */
export async function viewSent(ctx: Context, messageId: string): Promise<MessageView> {
  const message = await findMessage(ctx.db, messageId)
  if (!message)
    throw new ChatError("MESSAGE_NOT_FOUND", "What was sent with this Idempotency-Key was deleted since.")
  return viewMessage(ctx.db, message)
}

const reused = () =>
  new ChatError(
    "IDEMPOTENCY_KEY_REUSED",
    "This Idempotency-Key was used for another call: repeat that one unchanged, or choose a new key.",
  )
