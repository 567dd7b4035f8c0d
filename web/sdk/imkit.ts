import { createChatFrame } from "./chat-frame.ts"
import { findContainer, nameContainer } from "./container.ts"
import { findMistake } from "./options.ts"
import type { ChatHandle, InitOptions } from "./types/imkit.d.ts"

/** The chat that each container holds. */
const held = new WeakMap<Element, ChatHandle>()

/** Puts the chat into the page, in place of the one that its container held. What is wrong is said and nothing done. */
function init(options: InitOptions): ChatHandle | undefined {
  const mistake = findMistake(options)
  if (mistake) return complain(mistake)
  let container: Element | null = null
  try {
    container = findContainer(options.container)
  } catch {
    return complain(`"${options.container}" is no selector.`)
  }
  if (!container) return complain(`the page has no ${nameContainer(options.container)}.`)
  held.get(container)?.destroy()
  const chat = createChatFrame(container, options)
  held.set(container, chat)
  return chat
}

function complain(sentence: string): undefined {
  console.error(`IMKitUI.init: ${sentence}`)
}

Object.assign(window, { IMKitUI: { init } })
