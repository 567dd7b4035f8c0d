import { namedOrigin, targetsOf } from "./host-origins.ts"

/** The page that frames this one, if one does (contract: web, section 3). */

export interface HostOrders {
  openRoom(roomId: string): void
  setToken(token: string): void
  setDarkMode(dark: boolean): void
  /** The host wants every message; it proves by the user's token that it may read them. */
  listen(token: string): void
}

export type Report =
  | { type: "hello" | "ready" | "authError" }
  | { type: "unread"; total: number }
  | { type: "message"; message: object }

export const isFramed = window.parent !== window

/** Only where a server lets anybody embed the page does anybody learn its count of unread messages. */
let targets: string[] = []

/** Listens from now on. @param ancestors who may embed the page, as its Content-Security-Policy has it. */
export function openHost(ancestors: string[], orders: HostOrders): void {
  if (!isFramed) return
  const parent = namedOrigin(location.ancestorOrigins?.[0])
  targets = targetsOf(ancestors, parent)
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || (parent && origin !== parent) || data?.source !== "imkit") return
    if (data.type === "openRoom" && typeof data.roomId === "string") orders.openRoom(data.roomId)
    if (data.type === "setToken" && typeof data.token === "string") orders.setToken(data.token)
    if (data.type === "setDarkMode" && typeof data.darkMode === "boolean") orders.setDarkMode(data.darkMode)
    if (data.type === "listen" && typeof data.token === "string") orders.listen(data.token)
  })
  tellHost({ type: "hello" })
}

export function tellHost(report: Report): void {
  for (const target of targets) window.parent.postMessage({ source: "imkit", ...report }, target)
}
