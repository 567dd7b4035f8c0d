import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "@prometheus-io/client"

/** What the floors report, in the words of the operators' page (contract: operations.md). */
export interface Metrics {
  requestAnswered: (method: string, route: string, status: number) => void
  messageCreated: () => void
  delivered: (sockets: number) => void
  committed: (writes: number) => void
  pushFinished: (outcome: "sent" | "failed" | "expired") => void
  /** Prometheus text. */
  text: () => Promise<{ contentType: string; text: string }>
}

interface Gauges {
  sockets: () => number
  outbox: () => Promise<{ depth: number; oldest: number | null }>
  now: () => number
}

export function makeMetrics(read: Gauges): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: "parley_" })
  const requests = new Counter({
    name: "parley_requests_total",
    help: "HTTP requests answered.",
    labelNames: ["method", "route", "status"],
    registers,
  })
  const messages = new Counter({ name: "parley_messages_total", help: "Messages stored.", registers })
  const deliveries = new Counter({
    name: "parley_deliveries_total",
    help: "Events handed to sockets, one for each socket.",
    registers,
  })
  const commits = new Histogram({
    name: "parley_commit_writes",
    help: "Writes that went into one durable commit.",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  })
  const pushes = new Counter({
    name: "parley_pushes_total",
    help: "Push calls by outcome.",
    labelNames: ["outcome"],
    registers,
  })
  new Gauge({
    name: "parley_sockets",
    help: "Live sockets.",
    registers,
    collect() {
      this.set(read.sockets())
    },
  })
  const age = new Gauge({
    name: "parley_outbox_age_seconds",
    help: "Age of the oldest row in the outbox.",
    registers,
  })
  new Gauge({
    name: "parley_outbox_depth",
    help: "Rows that wait in the outbox.",
    registers,
    async collect() {
      const { depth, oldest } = await read.outbox()
      this.set(depth)
      age.set(oldest === null ? 0 : (read.now() - oldest) / 1000)
    },
  })

  // Kept at hand: finding a labelled child by its labels costs more than counting.
  const children = new Map<string, ReturnType<typeof requests.labels>>()
  function childOf(method: string, route: string, status: number) {
    const key = `${method} ${route} ${status}`
    const child = children.get(key) ?? requests.labels({ method, route, status })
    children.set(key, child)
    return child
  }

  return {
    requestAnswered: (method, route, status) => childOf(method, route, status).inc(),
    messageCreated: () => messages.inc(),
    delivered: sockets => deliveries.inc(sockets),
    committed: writes => commits.observe(writes),
    pushFinished: outcome => pushes.inc({ outcome }),
    text: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
