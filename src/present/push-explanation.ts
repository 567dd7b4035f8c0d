import { type PushFate, pushOutcomes, pushSentences } from "../wire/push-outcomes.ts"

interface Explanation {
  messageId: string
  roomId: string | null
  outcome: keyof typeof pushSentences
  fates: readonly PushFate[]
  callbacks: readonly (PushFate & { kind: string })[]
}

const largestPage = 1000

/** What became of the pushes of a message: an addition of ours (docs/push.md). */
export function presentExplanation(
  { messageId, roomId, outcome, fates, callbacks }: Explanation,
  { skip = 0, limit = largestPage }: { skip?: number; limit?: number },
) {
  return {
    message: messageId,
    room: roomId,
    outcome,
    sentence: pushSentences[outcome],
    totalCount: fates.length,
    data: fates.slice(skip, skip + Math.min(limit, largestPage)).map(presentFate),
    callbacks: callbacks.map(({ kind, ...fate }) => ({ kind, ...presentFate(fate) })),
  }
}

function presentFate(fate: PushFate) {
  const { word, sentence } = pushOutcomes[fate.outcome] ?? { word: fate.outcome, sentence: fate.outcome }
  return {
    client: fate.clientId || undefined,
    deviceType: fate.deviceType || undefined,
    deviceId: fate.deviceId || undefined,
    outcome: word,
    sentence: fate.reason ? `${sentence}: ${fate.reason}` : `${sentence}.`,
    providerId: fate.providerId,
    attempts: fate.attempts,
    createdAtMS: fate.createdAt,
    settledAtMS: fate.settledAt,
    nextTryAtMS: fate.dueAt,
    expiresAtMS: fate.expiresAt,
  }
}
