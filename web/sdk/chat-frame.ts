import { frameAddress } from "./options.ts"
import type { ChatHandle, InitOptions } from "./types/imkit.d.ts"

const PERMISSIONS = "autoplay; camera; clipboard-write; fullscreen; geolocation; microphone"

/** The chat page in a frame. Only messages between this frame and its own origin count. */
export function createChatFrame(container: Element, options: InitOptions): ChatHandle {
  const address = frameAddress(options)
  const { origin } = new URL(address)
  const frame = document.createElement("iframe")
  frame.title = "Chat"
  frame.allow = PERMISSIONS
  frame.style.cssText = "display:block;width:100%;height:100%;min-height:20rem;border:0"
  frame.src = address

  let { token } = options
  let isListening = false
  let waiting: object[] = []
  const post = (order: object) => frame.contentWindow?.postMessage({ source: "imkit", ...order }, origin)
  // Orders given before the page inside listens would be lost.
  const tell = (order: object) => {
    if (isListening) post(order)
    else waiting.push(order)
  }
  // The page tells messages to none but who knows the user's token.
  const listen = () => options.onMessage && post({ type: "listen", token })
  const begin = () => {
    isListening = true
    listen()
    waiting.forEach(post)
    waiting = []
  }

  const hear = ({ source, origin: from, data }: MessageEvent) => {
    if (source !== frame.contentWindow || from !== origin || data?.source !== "imkit") return
    if (data.type === "hello") begin()
    if (data.type === "ready") options.onReady?.()
    if (data.type === "unread") options.onUnreadChange?.(data.total)
    if (data.type === "message") options.onMessage?.(data.message)
    if (data.type === "authError") options.onAuthError?.()
  }
  window.addEventListener("message", hear)
  container.appendChild(frame)

  return {
    openRoom: roomId => tell({ type: "openRoom", roomId: `${roomId}` }),
    setToken(next) {
      token = next
      tell({ type: "setToken", token })
      if (isListening) listen()
    },
    setDarkMode: darkMode => tell({ type: "setDarkMode", darkMode: Boolean(darkMode) }),
    destroy() {
      window.removeEventListener("message", hear)
      frame.remove()
    },
  }
}
