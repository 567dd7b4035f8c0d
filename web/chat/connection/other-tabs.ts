/** Whether the same user looks at the chat in another tab of this browser. */
export interface OtherTabs {
  areAttended(userId: string): Promise<boolean>
  close(): void
}

/** How long another tab may take to answer; tabs that nobody looks at are slow, but they have nothing to say. */
const PATIENCE_MS = 200

const nobody: OtherTabs = { areAttended: async () => false, close() {} }

/** @param isAttended whether this tab's user is the one, and looks at it. */
export function openTabs(isAttended: (userId: string) => boolean): OtherTabs {
  const channel = openChannel()
  if (!channel) return nobody
  const heard = new Set<(userId: string) => void>()
  channel.addEventListener("message", ({ data: { asks, answers } }) => {
    if (asks !== undefined && isAttended(asks)) channel.postMessage({ answers: asks })
    if (answers !== undefined) for (const hear of heard) hear(answers)
  })
  return {
    areAttended: userId =>
      new Promise(resolve => {
        const end = (isSo: boolean) => {
          heard.delete(hear)
          clearTimeout(timer)
          resolve(isSo)
        }
        const hear = (about: string) => about === userId && end(true)
        const timer = setTimeout(() => end(false), PATIENCE_MS)
        heard.add(hear)
        channel.postMessage({ asks: userId })
      }),
    close: () => channel.close(),
  }
}

function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel("parley-attention")
  } catch {
    return undefined
  }
}
