import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { recipientsOf } from "../../../src/delivery/push/recipients.ts"
import { insertMembers } from "../../../src/store/joining.ts"
import { findMessage } from "../../../src/store/messages.ts"
import { findRoom } from "../../../src/store/rooms.ts"
import { makeCast, makeDemoRoom, platform } from "../../support/backend.ts"
import { engines, type Parley, startParley } from "../../support/parley.ts"

describe.each(engines)("who gets a push on %s", engine => {
  let parley: Parley

  beforeAll(async () => {
    parley = await startParley(engine)
    await makeCast(parley.url)
  })
  afterAll(() => parley.close())

  const write = async (sender: string) =>
    (
      await platform(parley.url, "POST", "/messages", {
        ...{ room: "demo-room", sender, messageType: "text", message: "x" },
      })
    )._id as string

  async function recipients(id: string): Promise<string[]> {
    const message = await findMessage(parley.ctx.db, id)
    if (!message) throw new Error(`no message ${id}`)
    return (await recipientsOf(parley.ctx.db, message)).map(client => client.id).sort()
  }

  /** No route adds members yet. */
  async function join(clientId: string): Promise<void> {
    const room = await findRoom(parley.ctx.db, "demo-room")
    await parley.ctx.db.write(tx =>
      insertMembers(tx, "demo-room", [clientId], room?.lastSeq ?? 0, Date.now()),
    )
  }

  test("everybody in the room but its sender and robots, and nobody who came later", async () => {
    await makeDemoRoom(parley.url, ["alice", "bob", "bender"])
    const byAlice = await write("alice")
    const byBob = await write("bob")
    const byBender = await write("bender")
    const byStranger = await write("carol")
    await join("carol")
    const later = await write("alice")
    expect(await recipients(byAlice)).toEqual(["bob"])
    expect(await recipients(byBob)).toEqual(["alice"])
    expect(await recipients(byBender)).toEqual(["alice", "bob"])
    expect(await recipients(byStranger)).toEqual(["alice", "bob"])
    expect(await recipients(later)).toEqual(["bob", "carol"])
  })

  test("who is added by this very message is told, as the first to be", async () => {
    const { _id } = await platform(parley.url, "POST", "/rooms/", {
      ...{ roomType: "group", members: ["bob", "carol", "bender"], systemMessage: true },
    })
    const { data } = await platform(parley.url, "GET", `/rooms/${_id}/messages/v3`, undefined, "bob")
    expect(data[0].messageType).toBe("addMembers")
    expect(await recipients(data[0]._id)).toEqual(["bob", "carol"])
  })
})
