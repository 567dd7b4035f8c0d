import { randomBytes } from "node:crypto"
import { call, userHeaders } from "../support/backend.ts"
import type { Stage } from "./scene.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any
type Ask = (method: string, path: string, body?: unknown) => Promise<Json>

/** What a probe names: of a room that keeps secrets, or of none at all. */
export interface Target {
  roomId: string
  messageId: string
  tag: string
  fileId: string
}

export interface SecretRooms {
  /** A group room that is closed, and a direct room. */
  group: Target
  direct: Target
  /** A member of both whom no outsider may hear of. */
  ghostId: string
  /** What a member of both shows. */
  headers: Record<string, string>
  /** Gives them their secrets. */
  fill: () => Promise<void>
  /** Lets everything happen in both that members are told of. */
  live: () => Promise<void>
  /** Both rooms as a member sees them, but for what time changes. */
  look: () => Promise<Json>
}

/** All that must not get out begins so. */
export const sign = "zqx7"

/** A word that nobody else knows, and that says where it was put. */
const secret = (place: string) => `${sign}-${place}-${randomBytes(4).toString("hex")}`

/** @param formerId who is in the group room at first, and has left it before it gets its secrets. */
export async function makeSecretRooms(stage: Stage, formerId: string): Promise<SecretRooms> {
  const token = await stage.user("keeper")
  const asKeeper: Ask = async (method, path, body) => {
    const answer = await call(stage.url, method, path, { headers: userHeaders(token), body })
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body.result
  }
  const guest = async (place: string) => {
    const _id = secret(place)
    await stage.backend("POST", "/admin/clients", { _id, nickname: secret(`nickname-of-${place}`) })
    return _id
  }
  const ghostId = await guest("ghost")
  const members = ["keeper", formerId]
  const group = targetOf(await asKeeper("POST", "/rooms", { _id: secret("room"), members }))
  await stage.backend("POST", `/rooms/${group.roomId}/delete/members`, { members: [formerId] }, formerId)
  const direct = targetOf(
    await asKeeper("POST", "/rooms", { roomType: "direct", members: ["keeper", ghostId] }),
  )
  const rooms = [group, direct]
  return {
    ...{ group, direct, ghostId, headers: userHeaders(token) },
    fill: async () => {
      await asKeeper("POST", `/rooms/${group.roomId}/members`, { invitees: [ghostId] })
      for (const room of rooms) Object.assign(room, await fill(stage, asKeeper, room.roomId, ghostId, token))
      await asKeeper("PUT", `/rooms/${group.roomId}`, { opening: 0 })
    },
    live: async () => {
      await liveInGroup(stage, asKeeper, group.roomId, ghostId, await guest("guest"))
      for (const { roomId } of rooms) await live(stage, asKeeper, roomId, ghostId)
    },
    look: () => Promise.all(rooms.map(({ roomId }) => look(asKeeper, roomId))),
  }
}

const targetOf = ({ _id }: Json): Target => ({ roomId: _id, messageId: "", tag: "", fileId: "" })

async function fill(
  { backend, url }: Stage,
  asKeeper: Ask,
  roomId: string,
  ghostId: string,
  token: string,
): Promise<Omit<Target, "roomId">> {
  const tag = secret("tag")
  const words = { name: secret("name"), description: secret("description"), cover: secret("cover") }
  await asKeeper("PUT", `/rooms/${roomId}`, { ...words, roomTags: [tag] })
  await backend("PUT", `/rooms/${roomId}`, { extParams: secret("params") })
  const say = (message: object) => backend("POST", "/messages", { room: roomId, sender: ghostId, ...message })
  const extra = { note: secret("extra") }
  const { _id } = await say({ messageType: "text", message: secret("message"), extra })
  await say({ messageType: "text", message: secret("reply"), reply: _id, mentions: [ghostId] })
  const data = new FormData()
  data.append("extra", JSON.stringify({ roomID: roomId, note: secret("upload") }))
  data.append("file", new File([secret("content")], `${secret("filename")}.txt`, { type: "text/plain" }))
  const { body } = await call(url, "POST", "/files/chatserver-upload", {
    headers: userHeaders(token),
    body: data,
  })
  const originalUrl = `/files/chatserver-upload/${body.result._id}`
  await say({ messageType: "file", message: "", originalUrl, extra: { fileName: secret("filename") } })
  await backend("POST", `/messages/${_id}/reaction`, { reaction: secret("reaction") }, ghostId)
  await asKeeper("POST", `/messages/${_id}/pin`)
  const seat = { property: "seat", value: secret("property") }
  await asKeeper("PUT", `/rooms/${roomId}/member/${ghostId}`, seat)
  const pref = () => ({ tags: [secret("preftag")], folder: secret("folder") })
  await asKeeper("POST", `/roomPrefs/${roomId}`, pref())
  await asKeeper("POST", `/roomPrefs/${roomId}/group/${tag}`, pref())
  return { messageId: _id, tag, fileId: body.result._id }
}

async function live({ backend }: Stage, asKeeper: Ask, roomId: string, ghostId: string): Promise<void> {
  const inRoom = `/rooms/${roomId}`
  const said = { messageType: "text", message: secret("live") }
  const { _id } = await asKeeper("POST", `${inRoom}/message`, said)
  await asKeeper("POST", `${inRoom}/message`, { _id, message: secret("edit") })
  await backend("POST", `${inRoom}/typing`, { message: secret("typing") }, ghostId)
  await backend("POST", `/messages/${_id}/reaction`, { reaction: secret("reaction") }, ghostId)
  await backend("PUT", `${inRoom}/lastRead`, { message: _id }, ghostId)
  await asKeeper("PUT", inRoom, { name: secret("name") })
  await asKeeper("POST", `/roomPrefs/${roomId}`, { folder: secret("folder") })
  await asKeeper("POST", `/me/mute/${roomId}`)
  await backend("POST", "/messages/user-delete", { room: roomId, messages: [_id] }, ghostId)
  await backend("POST", `${inRoom}/message`, { _id, messageType: "recall" })
  await backend("DELETE", `${inRoom}/messages/${_id}`)
}

/** What direct rooms do not know: people come and go, and messages are hidden. */
async function liveInGroup(
  { backend }: Stage,
  asKeeper: Ask,
  roomId: string,
  ghostId: string,
  guestId: string,
): Promise<void> {
  const inRoom = `/rooms/${roomId}`
  const invitation = { invitees: [guestId], invitationRequired: true }
  await asKeeper("POST", `${inRoom}/members`, invitation)
  await asKeeper("DELETE", `${inRoom}/invitations/${guestId}`)
  await asKeeper("POST", `${inRoom}/members`, { invitees: [guestId], systemMessage: true })
  await asKeeper("POST", `/blockStatus/room/${roomId}/${guestId}`)
  await asKeeper("POST", `${inRoom}/delete/members`, { members: [guestId], systemMessage: true })
  await asKeeper("PUT", `${inRoom}/member/${ghostId}`, { property: "role", value: "admin" })
  const said = { room: roomId, sender: ghostId, messageType: "text", message: secret("hidden") }
  const { _id } = await backend("POST", "/messages", said)
  await asKeeper("POST", `/messages/${_id}/hidden`)
  await asKeeper("DELETE", `/messages/${_id}/hidden`)
}

async function look(asKeeper: Ask, roomId: string): Promise<Json> {
  const { members, owner, lastMessage, ...room } = await asKeeper("GET", `/rooms/${roomId}`)
  const { sender: _, ...last } = lastMessage
  const { data } = await asKeeper("GET", `/rooms/${roomId}/messages/v3?limit=100`)
  return {
    ...{ ...room, last, owner: owner?._id },
    members: members.map((member: Json) => member._id),
    messages: data.map((message: Json) => [message._id, message.updatedAtMS]),
  }
}
