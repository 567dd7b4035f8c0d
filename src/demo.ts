import type { Caller } from "./chat/caller.ts"
import { saveClient } from "./chat/client-changes.ts"
import type { Context } from "./chat/context.ts"
import { sendAs } from "./chat/messages.ts"
import { createRoom } from "./chat/rooms.ts"
import { findRoom } from "./store/rooms.ts"

const people = [
  { id: "alice", nickname: "Alice" },
  { id: "bob", nickname: "Bob" },
]

const roomId = "demo-room"

const opening = [
  { sender: "alice", message: "Hi Bob! This conversation runs on your own server." },
  { sender: "bob", message: "And it is live: open my link in a second window and write to me." },
  { sender: "alice", message: "Every message is on disk before it is acknowledged. Go on, pull the plug." },
]

/** Makes two people who talk in one room, as a backend would. @returns a link to the chat page for each. */
export async function makeDemo(ctx: Context, url: string): Promise<{ name: string; link: string }[]> {
  const backend: Caller = { kind: "platform", clientId: null }
  const links: { name: string; link: string }[] = []
  for (const person of people) {
    const { token } = await saveClient(ctx, { ...person, issueAccessToken: true })
    links.push({ name: person.nickname, link: `${url}/chat?token=${token?.token}` })
  }
  if (!(await findRoom(ctx.db, roomId))) {
    const members = people.map(person => person.id)
    await createRoom(ctx, backend, { _id: roomId, name: "Demo room", roomType: "group", members })
    for (const { sender, message } of opening) await sendAs(ctx, roomId, sender, { message, push: false })
  }
  return links
}
