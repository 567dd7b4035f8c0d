import type { Clicked } from "./pushes.ts"
import { scope } from "./scope.ts"
import { chatWindows } from "./windows.ts"

/** An open page shows the room; where there is none, one is opened. */
export async function openClicked({ roomId, redirect }: Clicked): Promise<void> {
  const [open] = await chatWindows()
  if (!open) return void (await scope.clients.openWindow(addressOf(roomId, redirect)))
  if (roomId) open.postMessage({ source: "parley", type: "openRoom", roomId })
  await open.focus().catch(() => {})
}

/** Never leaves this origin, whatever the push says. */
function addressOf(roomId: string | undefined, redirect = "/chat"): string {
  const { origin } = scope.location
  const wanted = URL.parse?.(redirect, origin)
  const address = wanted?.origin === origin ? wanted : new URL("/chat", origin)
  if (roomId) address.searchParams.set("roomId", roomId)
  return address.href
}
