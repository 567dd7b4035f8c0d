import { dropPushes } from "./pushes.ts"
import type { Session } from "./session.ts"

/** Nothing of the user stays on this device: no token, no pushes. What cannot be told to the server ends by itself. */
export async function signOut(session: Session): Promise<void> {
  await dropPushes(session).catch(() => {})
  await session.client.request("POST", "/me/logout").catch(() => {})
  session.end()
}
