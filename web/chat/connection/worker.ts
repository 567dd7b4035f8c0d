import { isFramed } from "./host.ts"

/** The worker that shows pushes while the page is closed; browsers, frames and web views may have none. */

const ADDRESS = "/sw.js"

/** The one address that may become a worker. */
const address = (): string => {
  const policy = trusting?.createPolicy("parley-worker", { createScriptURL: () => ADDRESS })
  return (policy?.createScriptURL(ADDRESS) as string | undefined) ?? ADDRESS
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(text: string): unknown }
}
const trusting = (window as { trustedTypes?: TrustedTypes }).trustedTypes

let starting: Promise<ServiceWorkerRegistration> | undefined

/** @throws where the browser has no workers, or none here. */
export async function startWorker(): Promise<ServiceWorkerRegistration> {
  starting ??= navigator.serviceWorker.register(address(), { scope: "/" })
  await starting
  return navigator.serviceWorker.ready
}

/** The worker of an earlier start, if there is one. */
export async function findWorker(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await navigator.serviceWorker?.getRegistration("/")
  } catch {
    return undefined
  }
}

/** A click on a notification leads to its room. */
export function hearWorker(openRoom: (roomId: string) => void): void {
  // A frame without an origin of its own may not even ask.
  if (isFramed) return
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  container?.addEventListener("message", ({ data }) => {
    if (data?.source !== "parley" || data.type !== "openRoom" || typeof data.roomId !== "string") return
    openRoom(data.roomId)
  })
  container?.startMessages()
}
