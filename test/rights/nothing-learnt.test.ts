import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Answer, userHeaders } from "../support/backend.ts"
import { clientKey, engines } from "../support/parley.ts"
import { ask, type Operation, operations, probesOf } from "./asking.ts"
import { type Listener, listen } from "./listener.ts"
import {
  knownTo,
  type Means,
  openToUsers,
  type Probe,
  readings,
  tellOfGroups,
  tellWhetherTaken,
} from "./probes.ts"
import { type Stage, setStage } from "./scene.ts"
import { makeSecretRooms, type SecretRooms, sign, type Target } from "./secret-rooms.ts"

/** Who is in no secret room: in another one, in none, no longer; and callers without a token. */
const outsiders = ["stranger", "newcomer", "former", "app", "nobody"] as const

/** All but nobody sign in. */
const listening = ["stranger", "newcomer", "former", "nobody"] as const

describe.each(engines)("whoever is not in a room learns nothing of it, on %s:", engine => {
  let stage: Stage
  let rooms: SecretRooms
  let before: unknown
  let means: Means
  const headers: Record<string, Record<string, string>> = { app: { "IM-CLIENT-KEY": clientKey }, nobody: {} }
  const sockets: Record<string, Listener> = {}
  const nowhere: Target = {
    roomId: "no-room",
    messageId: "",
    tag: "no-tag",
    fileId: "0123456789abcdef01234567",
  }

  beforeAll(async () => {
    stage = await setStage(engine)
    for (const who of listening) {
      const token = who === "nobody" ? undefined : await stage.user(who)
      if (token) headers[who] = userHeaders(token)
      sockets[who] = await listen(stage.url, token)
    }
    rooms = await makeSecretRooms(stage, "former")
    await sockets.former?.settle()
    sockets.former?.heard.splice(0)
    await rooms.fill()
    await rooms.live()
    before = await rooms.look()
    const { _id: roomId } = await stage.backend("POST", "/rooms", { members: ["stranger", "guest"] })
    means = { roomId, friendId: "guest", ghostId: rooms.ghostId }
    const text = { room: roomId, sender: "guest", messageType: "text", message: "gone" }
    nowhere.messageId = (await stage.backend("POST", "/messages", text))._id
    await stage.backend("DELETE", `/rooms/${roomId}/messages/${nowhere.messageId}`)
  })
  afterAll(async () => {
    for (const socket of Object.values(sockets)) socket.close()
    await stage.close()
  })

  test.each(outsiders)("%s, by any operation", async who => {
    const differences: string[] = []
    for (const operation of operations)
      for (const probe of probesOf(operation)) differences.push(...(await tryOut(who, operation, probe)))
    expect(differences, differences.join("\n")).toEqual([])
  })

  test("though a member, asking the same, learns much", async () => {
    const telling = new Set<string>()
    for (const operation of operations.filter(({ id }) => readings.has(id)))
      for (const probe of probesOf(operation)) {
        const { asked, answer } = await asking(operation, probe, rooms.group, rooms.headers)
        if (secretsIn(JSON.stringify(answer.body), asked).length > 0) telling.add(operation.id)
      }
    expect([...telling].sort()).toEqual([...readings].sort())
  })

  const asking = (operation: Operation, probe: Probe, target: Target, own: Record<string, string>) =>
    ask(stage.url, operation, probe, target, means, own)

  /** @returns what this way of asking gives away. */
  async function tryOut(who: string, operation: Operation, probe: Probe): Promise<string[]> {
    const { id } = operation
    const own = headers[who] ?? {}
    const unknown = tellWhetherTaken.has(id) ? undefined : await asking(operation, probe, nowhere, own)
    const found: string[] = []
    for (const kind of ["group", "direct"] as const) {
      const { asked, answer } = await asking(operation, probe, rooms[kind], own)
      if (openToUsers.has(id) && "IM-Authorization" in own) continue
      const told = JSON.stringify([answer.body, [...answer.headers]])
      const secrets = secretsIn(told, asked).filter(word => !knownTo(who, id, word))
      if (secrets.length > 0) found.push(`${asked} tells ${secrets.join(" ")}`)
      if (!unknown || unknown.asked === asked) continue
      const [got, expected] = [plain(answer, rooms[kind]), plain(unknown.answer, nowhere)]
      const mayTell = kind === "group" && (tellOfGroups.has(id) || bothRefused(answer, unknown.answer))
      if (got !== expected && !mayTell)
        found.push(`${asked} (${kind}): ${got}, and where there is nothing: ${expected}`)
    }
    return found
  }

  test("and none of them has changed anything", async () => {
    expect(await rooms.look()).toEqual(before)
  })

  test.each(listening)("%s, by a socket", async who => {
    const socket = sockets[who] as Listener
    const acks = []
    for (const { roomId } of [nowhere, rooms.group, rooms.direct]) {
      const text = { room: roomId, messageType: "text", message: "hello" }
      acks.push([await socket.ask("chat message", text), await socket.ask("typing", roomId, "he")])
    }
    const [unknown, , direct] = acks
    expect(direct).toEqual(unknown)
    expect(secretsIn(JSON.stringify(acks), "")).toEqual([])
    await rooms.live()
    await socket.settle()
    const secrets = socket.heard.filter(text => secretsIn(text, "").length > 0)
    expect(secrets).toEqual([])
  })

  /** All that is told and was not asked. */
  function secretsIn(told: string, asked: string): string[] {
    const ids = [rooms.group, rooms.direct].flatMap(({ roomId, messageId, fileId }) => [
      roomId,
      messageId,
      fileId,
    ])
    const words = [
      ...(told.match(new RegExp(`${sign}-[\\w-]+`, "g")) ?? []),
      ...ids.filter(id => told.includes(id)),
    ]
    return [...new Set(words)].filter(word => !asked.includes(word))
  }
})

const bothRefused = (one: Answer, other: Answer) => one.status >= 400 && other.status >= 400

/** Status and body of an answer, but for what it was asked about, times and new ids. */
function plain({ status, body }: Answer, { roomId, messageId, tag, fileId }: Target): string {
  let text = JSON.stringify(body)
  for (const [index, id] of [roomId, messageId, tag, fileId].entries())
    text = text.replaceAll(id, `<${index}>`)
  return `${status} ${text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d{10,13}\b|\b[0-9a-f]{24}\b/g, "<new>")}`
}
