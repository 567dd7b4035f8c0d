import { randomHex } from "../../../client/src/message-ids.ts"
import {
  canRecord,
  openMicrophone,
  type Take,
  TakeError,
  type TakeFailure,
} from "../connection/microphone.ts"
import { takeReply } from "./composing.ts"
import type { Session } from "./session.ts"
import { sendFiles } from "./upload-queue.ts"

export type { Take, TakeFailure }
export { canRecord }

/** @returns what is being recorded, or why nothing is. */
export async function startRecording(): Promise<Take | TakeFailure> {
  try {
    return await openMicrophone()
  } catch (error) {
    return error instanceof TakeError ? error.reason : "failed"
  }
}

const EXTENSIONS: Record<string, string> = { "audio/mp4": "m4a", "audio/ogg": "ogg" }

/** Ends a recording and sends it, as an answer if the field was to write one. @returns false when nothing was recorded. */
export async function sendRecording(session: Session, roomId: string, take: Take): Promise<boolean> {
  const duration = Math.round(take.seconds() * 10) / 10
  const sound = await take.stop()
  if (sound.size === 0) return false
  const name = `voice-${new Date().toISOString().slice(0, 19).replace(/\D/g, "")}.${EXTENSIONS[sound.type] ?? "webm"}`
  const file = new File([sound], name, { type: sound.type })
  const voice = { key: randomHex(8), file, kind: "audio" as const, duration }
  sendFiles(session, roomId, [voice], takeReply(session, roomId))
  return true
}
