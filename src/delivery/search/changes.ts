import type { MessageRow } from "../../store/messages.ts"

/** What happened to messages since they were last indexed. */
export interface Changes {
  messages: MessageRow[]
  /** Ids of messages that were deleted. */
  gone: string[]
  /** Ids of rooms all of whose messages were deleted. */
  emptied: string[]
}

/** More than these are not kept. */
const most = 10_000

/** Gathers changes, of each message the last one. @param forgotten told when there were too many to keep. */
export function gatherChanges(forgotten: () => void) {
  const messages = new Map<string, MessageRow>()
  const gone = new Set<string>()
  const emptied = new Set<string>()

  function bound(): void {
    if (messages.size + gone.size < most) return
    messages.clear()
    gone.clear()
    forgotten()
  }

  return {
    noteMessage: (message: MessageRow) => {
      messages.set(message.id, message)
      bound()
    },
    noteDeletion: (roomId: string, messageId: string | null) => {
      if (messageId === null) return void emptied.add(roomId)
      messages.delete(messageId)
      gone.add(messageId)
      bound()
    },
    /** All that was gathered; gathering begins anew. */
    take: (): Changes => {
      const taken = { messages: [...messages.values()], gone: [...gone], emptied: [...emptied] }
      for (const part of [messages, gone, emptied]) part.clear()
      return taken
    },
  }
}
