import { type ChatFrame, createChatFrame } from "./chat-frame.ts"
import { findContainer } from "./container.ts"
import { type InitOptions, missingOption } from "./options.ts"

/** Puts the chat into the page. Without its three required options it says which one is missing and does nothing. */
function init(options: InitOptions): ChatFrame | undefined {
  const missing = missingOption(options)
  if (missing) {
    console.error(`IMKitUI.init: the option "${missing}" is missing.`)
    return undefined
  }
  const container = findContainer(options.container)
  if (!container) {
    console.error('IMKitUI.init: the page has no element with the id "imkit-container".')
    return undefined
  }
  return createChatFrame(container, options)
}

Object.assign(window, { IMKitUI: { init } })
