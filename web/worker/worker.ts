import { openClicked } from "./clicks.ts"
import { showPush } from "./pushes.ts"
import { scope } from "./scope.ts"
import { renewSubscription } from "./subscriptions.ts"

/** Shows pushes of the chat while no page of it is looked at (contract: push 8, web 6). It answers no request. */

scope.addEventListener("install", event => event.waitUntil(scope.skipWaiting()))
scope.addEventListener("activate", event => event.waitUntil(scope.clients.claim()))
scope.addEventListener("push", event => event.waitUntil(showPush(event.data?.text() ?? "")))
scope.addEventListener("notificationclick", event => {
  event.notification.close()
  event.waitUntil(openClicked(event.notification.data ?? {}))
})
scope.addEventListener("pushsubscriptionchange", event => event.waitUntil(renewSubscription(event)))
