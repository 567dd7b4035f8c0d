import { createECDH, generateKeyPairSync, randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { HttpConnection, requestText } from "../driver/http-connection.ts"
import { inFlight, pause } from "../driver/in-flight.ts"
import type { Figure } from "../figure.ts"
import { pace } from "../pace.ts"
import { byTurns, type Plan } from "../rounds.ts"
import { type ChildServer, startChild } from "../servers/child-server.ts"
import { type Engine, type Ours, startOurs } from "../servers/ours.ts"
import { makeRooms } from "../servers/target.ts"

const width = 32
const rooms = makeRooms(100, 11)
const smallRooms = makeRooms(200, 3)

/** What one core is to carry a second. */
const promisedPerSecond = 2_000
const steadyPerSecond = 200

/** How each kind of device is registered. */
const tokens = { fcm: fcmToken, web: webToken }
type Kind = keyof typeof tokens

/** Pushes to devices: how many a second and what each costs, and what senders feel of them. */
export async function measurePushes(plan: Plan): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "parley-bench-push-"))
  const provider = await startChild([join(import.meta.dirname, "..", "push-provider.ts")], {})
  const environment = credentials(folder, provider.url)
  const figures: Figure[] = []
  for (const engine of plan.engines) {
    for (const kind of Object.keys(tokens) as Kind[])
      figures.push(...(await measureRate(plan, engine, kind, provider, environment)))
    figures.push(...(await measureLatency(plan, engine, provider, environment)))
  }
  await provider.stop()
  rmSync(folder, { recursive: true })
  return figures
}

async function measureRate(
  plan: Plan,
  engine: Engine,
  kind: Kind,
  provider: ChildServer,
  environment: NodeJS.ProcessEnv,
): Promise<Figure[]> {
  const ours = await startOurs({ engine, environment })
  await ours.prepare(rooms)
  await subscribe(ours, rooms, kind, provider.url)
  const messages = plan.quick ? 300 : 1_500
  const [round] = await byTurns(plan, [ours], (_, share) => flood(ours, provider, messages * share))
  await ours.stop()
  if (!round) return []
  const title = `pushes to ${kind} devices, 10 a message, ${engine}`
  return [
    {
      quantity: `${title}: CPU a push`,
      unit: "µs",
      reference: 1e6 / promisedPerSecond,
      ours: round.cpu,
      limit: engine === "sqlite" && kind === "fcm" ? 1 : null,
    },
    { quantity: `${title}: pushes a second`, unit: "", reference: null, ours: round.rate, limit: null },
  ]
}

/** Sends messages as fast as they are taken, and waits until the last push has come. @returns CPU in µs a push. */
async function flood(ours: Ours, provider: ChildServer, messages: number) {
  const requests = [...rooms].map(([room, [sender = ""]]) => ours.post(room, sender, "See you at six"))
  const connections = Array.from({ length: width }, () => new HttpConnection(ours.url()))
  const before = await countPushes(provider)
  const cpu = ours.cpuMs()
  const began = performance.now()
  const count = Math.round(messages)
  await inFlight(width, count, async (i, worker) => {
    const { status, body } = await (connections[worker] as HttpConnection).send(
      requests[i % requests.length] as string,
    )
    if (status !== 200) throw new Error(`a message was answered by ${status}: ${body}`)
  })
  for (const connection of connections) connection.close()
  const wanted = before + count * 10
  while ((await countPushes(provider)) < wanted) await pause(20)
  const seconds = (performance.now() - began) / 1000
  // What was sent last is being written down.
  await pause(500)
  return { cpu: ((ours.cpuMs() - cpu) * 1000) / (count * 10), rate: (count * 10) / seconds }
}

/** The same messages with and without pushes: senders must not feel them. */
async function measureLatency(
  plan: Plan,
  engine: Engine,
  provider: ChildServer,
  environment: NodeJS.ProcessEnv,
): Promise<Figure[]> {
  const targets = [await startOurs({ engine }), await startOurs({ engine, environment })] as const
  for (const target of targets) await target.prepare(smallRooms)
  await subscribe(targets[1], smallRooms, "fcm", provider.url)
  const before = await countPushes(provider)
  const [without, with_] = await byTurns(plan, targets, (target, share) =>
    pace(target, {
      rooms: smallRooms,
      perSecond: steadyPerSecond,
      seconds: (plan.quick ? 3 : 15) * share,
    }),
  )
  if ((await countPushes(provider)) === before) throw new Error("no push reached the provider")
  for (const target of targets) await target.stop()
  if (!without || !with_) return []
  const title = `${steadyPerSecond} messages and ${steadyPerSecond * 2} pushes a second, ${engine}`
  return [
    { quantity: `${title}: answer p99`, unit: "ms", reference: without.p99, ours: with_.p99, limit: 1.1 },
    { quantity: `${title}: answer p50`, unit: "ms", reference: without.p50, ours: with_.p50, limit: null },
    { quantity: `${title}: CPU a message`, unit: "µs", reference: without.cpu, ours: with_.cpu, limit: null },
  ]
}

/** Everybody but the one who sends in each room registers a device. */
async function subscribe(
  { api, url }: Ours,
  rooms: ReadonlyMap<string, readonly string[]>,
  type: Kind,
  provider: URL,
): Promise<void> {
  const users = [...rooms.values()].flatMap(members => members.slice(1))
  const connections = Array.from({ length: width }, () => new HttpConnection(url()))
  await inFlight(width, users.length, async (i, worker) => {
    const user = users[i] as string
    const device = { type, deviceId: `phone-of-${user}`, token: tokens[type](provider) }
    const { status, body } = await (connections[worker] as HttpConnection).send(
      api.post("/me/subscribe", user, device),
    )
    if (status !== 200) throw new Error(`a device was not registered: ${status} ${body}`)
  })
  for (const connection of connections) connection.close()
}

async function countPushes({ url }: ChildServer): Promise<number> {
  const probe = new HttpConnection(url)
  const { body } = await probe.send(requestText("GET", "/", {}))
  probe.close()
  return Number(body)
}

function credentials(folder: string, provider: URL): NodeJS.ProcessEnv {
  const account = join(folder, "account.json")
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const file = {
    ...{ type: "service_account", project_id: "bench", client_email: "push@bench.example" },
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
    token_uri: new URL("/token", provider).href,
  }
  writeFileSync(account, JSON.stringify(file))
  const pair = createECDH("prime256v1")
  pair.generateKeys()
  return {
    ...{ FCM_FILE: account, FCM_URL: provider.href, ALLOW_INSECURE_CALLBACKS: "1" },
    VAPID_PUBLIC_KEY: pair.getPublicKey("base64url"),
    VAPID_PRIVATE_KEY: pair.getPrivateKey("base64url"),
    VAPID_SUBJECT: "mailto:push@bench.example",
  }
}

function fcmToken(): string {
  return randomBytes(120).toString("base64url")
}

function webToken(provider: URL): string {
  const pair = createECDH("prime256v1")
  pair.generateKeys()
  const auth = randomBytes(16).toString("base64url")
  const keys = { p256dh: pair.getPublicKey("base64url"), auth }
  return JSON.stringify({ endpoint: new URL(`/push/${auth}`, provider).href, keys })
}
