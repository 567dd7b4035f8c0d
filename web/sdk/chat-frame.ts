import { frameAddress, type InitOptions } from "./options.ts"

/** What `IMKitUI.init` hands back. */
export interface ChatFrame {
  openRoom(roomId: string): void
  setToken(token: string): void
  setDarkMode(darkMode: boolean): void
  destroy(): void
}

export function createChatFrame(container: Element, options: InitOptions): ChatFrame {
  const address = frameAddress(options)
  const { origin } = new URL(address, location.href)
  const frame = document.createElement("iframe")
  frame.title = "Chat"
  frame.allow = "clipboard-write; microphone; camera; autoplay"
  frame.style.cssText = "display:block;width:100%;height:100%;border:0"
  frame.src = address

  let isReady = false
  let waiting: object[] = []
  const post = (order: object) => frame.contentWindow?.postMessage({ source: "imkit", ...order }, origin)
  // Orders given before the page inside listens would be lost.
  const tell = (order: object) => {
    if (isReady) post(order)
    else waiting.push(order)
  }
  const release = () => {
    isReady = true
    waiting.forEach(post)
    waiting = []
  }

  const hear = ({ source, origin: from, data }: MessageEvent) => {
    if (source !== frame.contentWindow || from !== origin || data?.source !== "imkit") return
    release()
    if (data.type === "ready") options.onReady?.()
    if (data.type === "unread") options.onUnreadChange?.(data.total)
    if (data.type === "authError") options.onAuthError?.()
  }
  window.addEventListener("message", hear)
  container.appendChild(frame)

  return {
    openRoom: roomId => tell({ type: "openRoom", roomId }),
    setToken: token => tell({ type: "setToken", token }),
    setDarkMode: darkMode => tell({ type: "setDarkMode", darkMode }),
    destroy() {
      window.removeEventListener("message", hear)
      frame.remove()
    },
  }
}
