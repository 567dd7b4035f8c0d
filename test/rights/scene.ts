import { type Answer, call, platform, userHeaders } from "../support/backend.ts"
import { apiKey, clientKey, type Engine, startParley } from "../support/parley.ts"
import type { Kind } from "./kinds.ts"
import type { RowSetting } from "./table.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

/** One server, and the people whom all scenes share: nothing that happens in one changes them for another. */
export interface Stage {
  url: string
  /** Calls with the API key, in the name of a user if one is given. @returns `result`. */
  backend: (method: string, path: string, body?: unknown, actingAs?: string) => Promise<Json>
  /** @returns the token. */
  user: (id: string) => Promise<string>
  hostToken: string
  close: () => Promise<void>
}

export async function setStage(engine: Engine): Promise<Stage> {
  const { url, close } = await startParley(engine)
  const backend: Stage["backend"] = (method, path, body, actingAs) =>
    platform(url, method, path, body, actingAs)
  const user = async (id: string): Promise<string> =>
    (await backend("POST", "/admin/clients", { _id: id, nickname: id, issueAccessToken: true })).token
  await user("target")
  await user("guest")
  return { url, backend, user, hostToken: await user("host"), close }
}

/** A caller and a room, both new. The host owns the room or helps to; the target is in it, the guest is not. */
export interface Scene extends Stage {
  headers: Record<string, string>
  callerId: string
  roomId: string
  /** A tag of the room. */
  tag: string
  targetId: "target"
  guestId: "guest"
  /** @returns the id of a new text in the room. */
  message: (senderId: string) => Promise<string>
  /** @returns the id of a new file. */
  file: (token: string) => Promise<string>
  token: string
  /** Something that no other scene has. */
  unique: string
}

let scenes = 0

export async function makeScene(stage: Stage, kind: Kind, { change, ownerless }: RowSetting): Promise<Scene> {
  const unique = `${++scenes}`
  const callerId = `caller-${unique}`
  const token = await stage.user(callerId)
  const tag = `tag-${unique}`
  const roomId = await makeRoom(stage, { ...kind, callerId, tag, ownerless: ownerless ?? false })
  if (change) await stage.backend("PUT", `/rooms/${roomId}`, change)
  if (kind.frozen) await stage.backend("PUT", `/rooms/${roomId}`, { status: 0 })
  return {
    ...stage,
    ...{ callerId, roomId, tag, token, unique, targetId: "target", guestId: "guest" },
    headers: headersOf(kind, callerId, token),
    message: async sender =>
      (await stage.backend("POST", "/messages", { room: roomId, sender, messageType: "text", message: "hi" }))
        ._id,
    file: async uploader => (await upload(stage.url, uploader)).body.result?._id ?? "none",
  }
}

function headersOf({ shows }: Kind, callerId: string, token: string): Record<string, string> {
  switch (shows) {
    case "nothing":
      return {}
    case "app":
      return { "IM-CLIENT-KEY": clientKey }
    case "key":
      return { "IM-API-KEY": apiKey }
    case "keyFor":
      return { "IM-API-KEY": apiKey, "IM-CLIENT-ID": callerId }
    case "token":
      return userHeaders(token)
  }
}

interface Plan extends Kind {
  callerId: string
  tag: string
  ownerless: boolean
}

/** @returns the id of the room, with the caller where the plan has them. */
async function makeRoom(stage: Stage, plan: Plan): Promise<string> {
  const { room, place, callerId, tag } = plan
  const roomTags = [tag]
  if (room === "direct") {
    const side = place === "stranger" ? `friend-of-${callerId}` : callerId
    if (side !== callerId) await stage.user(side)
    const direct = { roomType: "direct", members: [side, "target"], roomTags }
    const { _id } = await stage.backend("POST", "/rooms", direct)
    if (place === "blocked") await stage.backend("POST", `/blockStatus/my/${callerId}`, undefined, "target")
    return _id
  }
  const outside = place === "newcomer" || place === "stranger" || place === "invited"
  const members = ["host", "target", ...(outside ? [] : [callerId])]
  const owner = plan.ownerless || room === "flat" ? {} : { owner: place === "owner" ? callerId : "host" }
  const { _id } = await stage.backend("POST", "/rooms", { roomType: "group", members, roomTags, ...owner })
  if (room === "group") await takePlace(stage, _id, plan)
  return _id
}

async function takePlace(stage: Stage, roomId: string, { place, callerId, ownerless }: Plan): Promise<void> {
  const managers = [...(ownerless ? ["host"] : []), ...(place === "manager" ? [callerId] : [])]
  if (managers.length > 0) await stage.backend("PUT", `/rooms/${roomId}`, { managers })
  const asHost = (method: string, path: string, body?: object) =>
    stage.backend(method, `/rooms/${roomId}/${path}`, body, "host")
  if (place === "stranger") await stage.backend("POST", "/rooms", { members: [callerId] })
  if (place === "admin") await asHost("PUT", `member/${callerId}`, { property: "role", value: "admin" })
  if (place === "left") await asHost("POST", "delete/members", { members: [callerId] })
  if (place === "banned") await stage.backend("POST", `/blockStatus/room/${roomId}/${callerId}`)
  if (place === "invited") await asHost("POST", "members", { invitees: [callerId], invitationRequired: true })
}

export function form(extra?: object): FormData {
  const data = new FormData()
  if (extra) data.append("extra", JSON.stringify(extra))
  data.append("file", new File(["hello"], "note.txt", { type: "text/plain" }))
  return data
}

const upload = (url: string, token: string): Promise<Answer> =>
  call(url, "POST", "/files/chatserver-upload", { headers: userHeaders(token), body: form() })
