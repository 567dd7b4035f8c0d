import { scope } from "./scope.ts"

/** Who is signed in, as the page keeps it for the time it is closed. */
interface Account {
  domain: string
  clientKey: string
  token: string
  deviceId: string
  vapidPublicKey: string
}

interface Change {
  oldSubscription: PushSubscription | null
  newSubscription: PushSubscription | null
}

/** The push service has ended a subscription: another takes its place, here and at the server. */
export async function renewSubscription({ newSubscription }: Change): Promise<void> {
  const account = await readAccount()
  if (!account) return
  const { domain, clientKey, token, deviceId, vapidPublicKey } = account
  const subscription =
    newSubscription ??
    (await scope.registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: vapidPublicKey,
    }))
  await fetch(`${domain}/me/subscribe`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "IM-CLIENT-KEY": clientKey,
      "IM-Authorization": token,
    },
    body: JSON.stringify({ type: "web", deviceId, token: JSON.stringify(subscription) }),
  })
}

async function readAccount(): Promise<Account | undefined> {
  const kept = await caches.match("/push-account")
  return kept?.json()
}
