import { type PageWindow, scope } from "./scope.ts"

/** Where the chat page stands; the dashboard and the docs are of the same origin. */
const places = ["/", "/chat", "/chat/"]

/** The open pages of the chat, those that are looked at first. */
export async function chatWindows(): Promise<PageWindow[]> {
  const windows = await scope.clients.matchAll({ type: "window", includeUncontrolled: true })
  const weight = (one: PageWindow) => Number(one.focused) * 2 + Number(one.visibilityState === "visible")
  return windows
    .filter(({ url }) => places.includes(new URL(url).pathname))
    .sort((a, b) => weight(b) - weight(a))
}

export async function isAttended(): Promise<boolean> {
  const windows = await chatWindows()
  return windows.some(({ focused, visibilityState }) => focused && visibilityState === "visible")
}
