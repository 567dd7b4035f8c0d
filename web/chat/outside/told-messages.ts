import { tellHost } from "../connection/host.ts"
import type { Session } from "../state/session.ts"
import type { Message } from "../wire/models.ts"

/** A host page learns of every new message once, the user's own when they are stored. @returns a function that ends it. */
export function tellMessages(session: Session): () => void {
  const onTheirWay = new Set<string>()
  return session.client.on("message", ({ message, isNew }) => {
    if (message.delivery) return void onTheirWay.add(message._id)
    if (isNew || onTheirWay.delete(message._id)) tellHost({ type: "message", message: plain(message) })
  })
}

/** What can be posted to another window. */
const plain = (message: Message): object => JSON.parse(JSON.stringify(message))
