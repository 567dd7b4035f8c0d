import { execFile } from "node:child_process"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type PushStage, setPushStage } from "../../delivery/push/devices-stage.ts"
import { apiKey, engines } from "../../support/parley.ts"
import { startPushReceiver } from "../../support/push-receiver.ts"
import { type Stage, setStage } from "./stage.ts"

const path = "/admin/push/explain"
const script = join(import.meta.dirname, "../../../scripts/explain.ts")

/** Runs the command as people do, with nothing of this process's environment. */
function command(words: string[], env: Record<string, string>) {
  return new Promise<{ status: number; stdout: string; stderr: string }>(resolve => {
    const options = { env: { PATH: process.env.PATH ?? "", ...env } }
    execFile(process.execPath, [script, ...words], options, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

describe.each(engines)("what became of the pushes of a message on %s", engine => {
  let stage: PushStage
  let room: string
  let sent: string
  beforeAll(async () => {
    stage = await setPushStage(engine)
  })
  afterAll(() => stage.close())
  beforeEach(async () => {
    await stage.clear()
    await stage.subscribe("bob", "ios phone", "web laptop")
    await stage.subscribe("carol", "fcm pixel")
    await stage.backend("POST", "/admin/clients", { _id: "dave", nickname: "Dave" })
    room = await stage.room(["alice", "bob", "carol", "bender", "dave"])
    stage.apns.answer(() => ({ status: 400, reason: "BadTopic" }))
    sent = await stage.write(room, "alice")
    await stage.fates(sent)
  })

  test("every device and every member has a word and a sentence", async () => {
    const { data, ...rest } = await stage.explain(sent)
    expect(rest).toEqual({
      ...{ message: sent, room, outcome: "made", sentence: "Its pushes were worked out." },
      ...{ totalCount: 6, callbacks: [] },
    })
    const over = { attempts: 1, createdAtMS: expect.any(Number), settledAtMS: expect.any(Number) }
    expect(data).toHaveLength(6)
    expect(data).toEqual(
      expect.arrayContaining([
        {
          ...{ client: "bob", deviceType: "ios", deviceId: "phone", outcome: "refused", ...over },
          sentence:
            "It was refused, and trying again would not help: status 400, BadTopic, check APNS_APPBUNDLEID",
        },
        {
          ...{ client: "bob", deviceType: "web", deviceId: "laptop", outcome: "sent", ...over },
          sentence: "It was handed over, and taken.",
        },
        {
          ...{ client: "carol", deviceType: "fcm", deviceId: "pixel", outcome: "sent", ...over },
          ...{ providerId: expect.stringMatching(/^projects\//), sentence: "It was handed over, and taken." },
        },
        { client: "alice", outcome: "sender", sentence: "The user sent the message." },
        { client: "bender", outcome: "robot", sentence: "Robots get no pushes." },
        {
          ...{ client: "dave", outcome: "noDevice" },
          sentence: "The user had no device registered that gets such messages.",
        },
      ]),
    )
  })

  test("one user's or one device's can be asked for, and pages of them", async () => {
    const outcomes = async (more: object) =>
      (await stage.explain(sent, more)).data.map((fate: { outcome: string }) => fate.outcome).sort()
    expect(await outcomes({ client: "bob" })).toEqual(["refused", "sent"])
    expect(await outcomes({ client: "bob", device: "phone" })).toEqual(["refused"])
    expect(await outcomes({ device: "pixel" })).toEqual(["sent"])
    expect(await outcomes({ client: "bob", device: "none such" })).toEqual(["notRegistered"])
    expect(await outcomes({ client: "dave", device: "any" })).toEqual(["noDevice"])
    expect(await outcomes({ client: "stranger" })).toEqual(["noMember"])
    const pages = await Promise.all(
      [0, 4].map(skip => stage.explain(sent, { limit: "4", skip: String(skip) })),
    )
    expect(pages.map(page => [page.totalCount, page.data.length])).toEqual([
      [6, 4],
      [6, 2],
    ])
    expect(new Set(pages.flatMap(page => page.data.map(JSON.stringify))).size).toBe(6)
  })

  test("who came after the message is told apart from who was not there", async () => {
    await stage.backend("POST", "/admin/clients", { _id: "erin" })
    await stage.backend("POST", `/rooms/${room}/members`, { invitees: ["erin"] }, "alice")
    expect((await stage.explain(sent, { client: "erin" })).data).toEqual([
      { client: "erin", outcome: "addedLater", sentence: "The user came to the room after the message." },
    ])
  })

  test("it can be asked after the message was deleted, until it is forgotten", async () => {
    await stage.backend("DELETE", `/rooms/${room}/messages/${sent}`)
    expect(await stage.explain(sent, { device: "pixel" })).toMatchObject({
      ...{ room, outcome: "made" },
      data: [{ outcome: "sent" }],
    })
    await stage.parley.ctx.db.write(async tx => {
      await tx.run("DELETE FROM settlements WHERE message_id = ?", [sent])
      await tx.run("DELETE FROM unpushed WHERE message_id = ?", [sent])
    })
    await expect(stage.explain(sent)).rejects.toThrow("MESSAGE_NOT_FOUND")
  })

  test("a message that asked for none says so", async () => {
    const quiet = await stage.write(room, "alice", { push: false })
    expect(await stage.explain(quiet)).toMatchObject({
      ...{ outcome: "none", totalCount: 0, data: [] },
      sentence: expect.stringMatching(/push: false/),
    })
  })

  test("the command prints the same as a table, however much it is", async () => {
    const env = { API_KEY: apiKey, PUBLIC_URL: stage.parley.url }
    const { status, stdout } = await command([sent], env)
    expect(status).toBe(0)
    expect(stdout).toMatch(`Message ${sent} in room ${room}. Its pushes were worked out.`)
    expect(stdout).toMatch(/^for +device +outcome +tries +when \(UTC\) +why$/m)
    expect(stdout).toMatch(
      /^bob +ios phone +refused +1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +It was refused, .+BadTopic, check APNS_APPBUNDLEID$/m,
    )
    expect(stdout).toMatch(/^carol +fcm pixel +sent .+Its id there: projects\/\S+$/m)
    expect(stdout).toMatch(/^dave +noDevice +The user had no device/m)
    const one = await command(
      [sent, "--client", "bob", "--device", "phone", "--url", `${stage.parley.url}/`],
      { API_KEY: apiKey },
    )
    expect(one.stdout.split("\n").filter(line => /sent|refused/.test(line))).toHaveLength(1)
  })

  test("the command says what is wrong", async () => {
    const env = { API_KEY: apiKey, PUBLIC_URL: stage.parley.url }
    expect(await command(["f".repeat(24)], env)).toMatchObject({
      status: 2,
      stderr: "There is no such message.\n",
    })
    expect((await command([], env)).stderr).toContain("npm run explain -- <message id>")
    expect((await command([sent, "--who", "bob"], env)).stderr).toContain("--who")
    expect((await command([sent], { ...env, API_KEY: "another-key-0123" })).stderr).toMatch(/key/i)
    expect((await command([sent, "--url", "nowhere"], env)).stderr).toMatch(/^--url must be a URL/)
    expect((await command([sent], { API_KEY: apiKey, PUBLIC_URL: "http://127.0.0.1:1" })).stderr).toMatch(
      /^No server answers at http:\/\/127\.0\.0\.1:1: start it/,
    )
    expect((await command([sent], { DATA_DIR: "/nonexistent" })).stderr).toMatch(/^There is no API key/)
  })
})

describe.each(engines)("a server that pushes nothing on %s", engine => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(engine)
  })
  afterAll(() => stage.close())

  test("says that it has no credentials", async () => {
    const { _id } = await stage.say(await stage.room(["alice", "bob"]), "alice", "x")
    expect(await stage.backend("GET", `${path}?message=${_id}`)).toMatchObject({
      ...{ outcome: "unconfigured", data: [] },
      sentence: expect.stringMatching(/no credentials of Apple, Firebase or browsers/),
    })
  })

  test("refuses what is unknown, incomplete, or not asked by the operator", async () => {
    expect(await stage.refusedBackend("GET", path)).toBe("400 MISSING_PARAMETER")
    expect(await stage.refusedBackend("GET", `${path}?message=${"0".repeat(24)}`)).toBe(
      "404 MESSAGE_NOT_FOUND",
    )
    expect(await stage.refusedBackend("GET", `${path}?message=x&limit=-1`)).toBe("400 INVALID_PARAMETER")
    expect(await stage.refused("alice", "GET", `${path}?message=x`)).toBe("401 INVALID_API_KEY")
  })
})

test("calls of the room's webhook that are tried until they arrive are told beside", async () => {
  const receiver = await startPushReceiver()
  const stage = await setPushStage("sqlite", { WEBHOOK_DURABLE: "1" })
  const id = await stage.write(await stage.room(["alice", "bob"], { webhook: receiver.url }), "alice")
  const look = async () => (await stage.explain(id)).callbacks
  await expect
    .poll(look)
    .toEqual([expect.objectContaining({ kind: "webhook", outcome: "sent", attempts: 1 })])
  receiver.react(response => void response.writeHead(500).end())
  const late = await stage.write(await stage.room(["alice", "bob"], { webhook: receiver.url }), "alice")
  const lookLate = async () => (await stage.explain(late)).callbacks
  await expect
    .poll(lookLate)
    .toEqual([expect.objectContaining({ kind: "webhook", outcome: "retrying", attempts: 1 })])
  await stage.close()
  await receiver.close()
})

test("a push is told to wait while this process sends none", async () => {
  const stage = await setPushStage("sqlite", { JOB_WORKER_ON: "0" })
  await stage.subscribe("bob", "ios phone")
  const id = await stage.write(await stage.room(["alice", "bob"]), "alice")
  expect(await stage.explain(id)).toMatchObject({
    ...{ outcome: "waiting", sentence: "Its pushes were not worked out yet." },
    callbacks: [],
  })
  await stage.close()
})
