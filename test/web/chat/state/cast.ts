import type { Message, RoomView } from "../../../../web/chat/wire/models.ts"

export const alice = { _id: "alice", nickname: "Alice" }
const bob = { _id: "bob", nickname: "Bob" }

/** Message number `n`: ids, places and times rise with it. */
export function messageOf(n: number, parts: Partial<Message> = {}): Message {
  const _id = `${n.toString(16).padStart(8, "0")}${"0".repeat(16)}`
  return {
    _id,
    room: "demo-room",
    roomSeq: n,
    sender: bob,
    messageType: "text",
    message: `${n}`,
    createdAtMS: n * 1000,
    ...parts,
  }
}

export function roomOf(parts: Partial<RoomView> = {}): RoomView {
  const room = { _id: "demo-room", roomType: "group", members: [alice, bob] }
  return { ...room, messages: [], isLoaded: true, hasOlder: false, heldFrom: 0, ...parts }
}
