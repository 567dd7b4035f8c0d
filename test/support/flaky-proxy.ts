import { once } from "node:events"
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"

/** Up is what clients send, down what they are sent. */
export type Way = "up" | "down"

/** One connection of a client through the proxy. */
export interface Link {
  /** Ends it without a word: both sides see a reset. */
  cut(): void
  /** Carries nothing that way any more, ends and resets included, while both sides stay open; absent: neither way. */
  half(way?: Way): void
  /** Carries on with all that waited since. */
  heal(): void
}

/** A network of a test's own between clients and a server; what it does to all links it does to the open ones. */
export interface FlakyProxy extends Link {
  /** What clients connect to in place of the server's own. */
  url: string
  /** The connections that are open, oldest first. */
  links(): Link[]
  /** How many connections there ever were, refused ones not counted. */
  opened(): number
  /** Each piece waits so long on its way, on later links too; order is kept. */
  delay(ms: number): void
  /** Resets every new connection from now on, or takes them again. */
  refuse(on: boolean): void
  close(): Promise<void>
}

/** Forwards TCP to the server, as well as a test wants it. */
export async function startProxy(serverUrl: string): Promise<FlakyProxy> {
  const { hostname, port } = new URL(serverUrl)
  const links = new Set<Link>()
  let delayMs = 0
  let refusing = false
  let opened = 0

  const server = createServer({ allowHalfOpen: true, noDelay: true }, client => {
    // Clients that were reset say so to nobody.
    client.on("error", () => {})
    if (refusing) return void client.resetAndDestroy()
    opened++
    const upstream = createConnection({
      host: hostname,
      port: Number(port),
      allowHalfOpen: true,
      noDelay: true,
    })
    upstream.on("error", () => {})
    const link = join(client, upstream, () => delayMs)
    links.add(link)
    let open = 2
    for (const side of [client, upstream]) {
      side.on("close", () => {
        if (--open === 0) links.delete(link)
      })
    }
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")

  const each = (act: (link: Link) => void) => [...links].forEach(act)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    links: () => [...links],
    opened: () => opened,
    cut: () => each(link => link.cut()),
    half: way => each(link => link.half(way)),
    heal: () => each(link => link.heal()),
    delay: ms => {
      delayMs = ms
    },
    refuse: on => {
      refusing = on
    },
    close: async () => {
      const closed = once(server, "close")
      server.close()
      each(link => link.cut())
      await closed
    },
  }
}

function join(client: Socket, upstream: Socket, delayMs: () => number): Link {
  const gates = { up: new Gate(), down: new Gate() }
  void carry(client, upstream, gates.up, delayMs)
  void carry(upstream, client, gates.down, delayMs)
  const all = Object.values(gates)
  return {
    cut: () => {
      for (const side of [client, upstream]) side.resetAndDestroy()
      for (const gate of all) gate.open()
    },
    half: way => {
      for (const gate of way ? [gates[way]] : all) gate.shut()
    },
    heal: () => {
      for (const gate of all) gate.open()
    },
  }
}

/** Carries one way until it ends; an end goes the same way as what came before it. */
async function carry(from: Socket, to: Socket, gate: Gate, delayMs: () => number): Promise<void> {
  let reset = false
  try {
    for await (const piece of from.iterator({ destroyOnReturn: false })) {
      if (delayMs() > 0) await sleep(delayMs())
      await gate.passable
      if (!to.destroyed && !to.write(piece)) await Promise.race([once(to, "drain"), once(to, "close")])
    }
  } catch {
    reset = true
  }
  await gate.passable
  if (reset) to.resetAndDestroy()
  else to.end()
}

/** What is under way waits before it while it is shut. */
class Gate {
  passable: Promise<void> = Promise.resolve()
  open: () => void = () => {}

  shut(): void {
    this.open()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.passable = promise
    this.open = resolve
  }
}
