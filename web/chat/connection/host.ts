/** The page around this one: a native app's web view, or a host page that frames it (contract: web, section 3). */

type Poster = { postMessage(value: unknown): void }
interface NativeWindow {
  webkit?: { messageHandlers?: { imkit?: Poster } }
  imkit?: Poster
  ReactNativeWebView?: Poster
}

export interface HostOrders {
  openRoom(roomId: string): void
  setToken(token: string): void
  setDarkMode(dark: boolean): void
}

const native = window as unknown as NativeWindow

const isFramed = window.parent !== window

export const isInApp = Boolean(
  native.webkit?.messageHandlers?.imkit || native.imkit || native.ReactNativeWebView,
)

export function reportRoom(type: "imkit:enterRoom" | "imkit:leaveRoom", roomId: string): void {
  const report = { type, roomId }
  native.webkit?.messageHandlers?.imkit?.postMessage(report)
  native.imkit?.postMessage(JSON.stringify(report))
  native.ReactNativeWebView?.postMessage(JSON.stringify(report))
}

/** Any page may frame this one, so nothing but a count or a bare word goes to it. */
export function tellHost(type: "ready" | "authError"): void
export function tellHost(type: "unread", total: number): void
export function tellHost(type: string, total?: number): void {
  if (isFramed) window.parent.postMessage({ source: "imkit", type, total }, "*")
}

export function hearHost(orders: HostOrders): void {
  window.addEventListener("message", ({ source, data }) => {
    if (!isFramed || source !== window.parent || data?.source !== "imkit") return
    if (data.type === "openRoom" && typeof data.roomId === "string") orders.openRoom(data.roomId)
    if (data.type === "setToken" && typeof data.token === "string") orders.setToken(data.token)
    if (data.type === "setDarkMode" && typeof data.darkMode === "boolean") orders.setDarkMode(data.darkMode)
  })
}
