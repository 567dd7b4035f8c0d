/** A native app that shows this page in its web view (contract: web, section 3). */

type Poster = { postMessage(value: unknown): void }
interface NativeWindow {
  webkit?: { messageHandlers?: { imkit?: Poster } }
  imkit?: Poster
  ReactNativeWebView?: Poster
}

const native = window as unknown as NativeWindow

export const isInApp = Boolean(
  native.webkit?.messageHandlers?.imkit || native.imkit || native.ReactNativeWebView,
)

export function reportRoom(type: "imkit:enterRoom" | "imkit:leaveRoom", roomId: string): void {
  const report = { type, roomId }
  native.webkit?.messageHandlers?.imkit?.postMessage(report)
  native.imkit?.postMessage(JSON.stringify(report))
  native.ReactNativeWebView?.postMessage(JSON.stringify(report))
}
