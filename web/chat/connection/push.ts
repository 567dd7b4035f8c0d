import { findWorker, startWorker } from "./worker.ts"

/** What the worker needs to subscribe anew while no page is open. */
export interface PushAccount {
  domain: string
  clientKey: string
  token: string
  deviceId: string
  vapidPublicKey: string
}

const CACHE = "parley"
const ACCOUNT = "/push-account"

/** Subscribes this browser. @returns its subscription as JSON text. @throws when the browser or its push service refuses. */
export async function subscribeBrowser(vapidPublicKey: string): Promise<string> {
  const { pushManager } = await startWorker()
  const before = await pushManager.getSubscription()
  if (before && keyOf(before) !== vapidPublicKey) await before.unsubscribe()
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: vapidPublicKey,
  })
  return JSON.stringify(subscription)
}

export async function unsubscribeBrowser(): Promise<void> {
  await forgetAccount()
  const subscription = await (await findWorker())?.pushManager?.getSubscription()
  await subscription?.unsubscribe()
}

export async function keepAccount(account: PushAccount): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.put(ACCOUNT, new Response(JSON.stringify(account)))
}

export async function forgetAccount(): Promise<void> {
  try {
    await caches.delete(CACHE)
  } catch {
    // Without a store nothing was kept.
  }
}

function keyOf({ options }: PushSubscription): string | undefined {
  if (!options.applicationServerKey) return undefined
  const text = String.fromCharCode(...new Uint8Array(options.applicationServerKey))
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}
