import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "@prometheus-io/client"

/** What the floors report, in the words of the operators' page (contract: operations.md). */
export interface Metrics {
  requestAnswered: (method: string, route: string, status: number) => void
  messageCreated: () => void
  delivered: (sockets: number) => void
  deviceDeparted: () => void
  slowReaderDropped: () => void
  eventRefused: () => void
  committed: (writes: number) => void
  pushFinished: (outcome: "sent" | "failed" | "expired") => void
  /** Something that was tried until it was over: a push to a device, a webhook. */
  settled: (kind: string, outcome: string) => void
  /** Prometheus text. */
  text: () => Promise<{ contentType: string; text: string }>
}

interface Gauges {
  sockets: () => number
  devices: () => number
  outbox: () => Promise<{ depth: number; oldest: number | null }>
  sendings: () => Promise<{ depth: number; oldest: number | null }>
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
  const departures = new Counter({
    name: "parley_device_departures_total",
    help: "Devices whose last live socket ended, in whatever way.",
    registers,
  })
  const slowReaders = new Counter({
    name: "parley_slow_readers_total",
    help: "Sockets closed because they did not read what was sent to them.",
    registers,
  })
  const refusedEvents = new Counter({
    name: "parley_refused_events_total",
    help: "Events from sockets that were refused because they came too fast.",
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
  const settlements = new Counter({
    name: "parley_sendings_total",
    help: "Pushes to devices and durable webhooks that are over, by outcome.",
    labelNames: ["kind", "outcome"],
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
  new Gauge({
    name: "parley_devices_online",
    help: "Devices that can be reached by a live socket: those that named themselves and answer the heartbeat.",
    registers,
    collect() {
      this.set(read.devices())
    },
  })
  function watchQueue(name: "outbox" | "sendings", rows: string): void {
    const age = new Gauge({
      name: `parley_${name}_age_seconds`,
      help: `Age of the oldest of the ${rows}.`,
      registers,
    })
    new Gauge({
      name: `parley_${name}_depth`,
      help: `How many ${rows} there are.`,
      registers,
      async collect() {
        const { depth, oldest } = await read[name]()
        this.set(depth)
        age.set(oldest === null ? 0 : (read.now() - oldest) / 1000)
      },
    })
  }
  watchQueue("outbox", "rows that wait in the outbox")
  watchQueue("sendings", "pushes to devices and durable webhooks that are not over")

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
    deviceDeparted: () => departures.inc(),
    slowReaderDropped: () => slowReaders.inc(),
    eventRefused: () => refusedEvents.inc(),
    committed: writes => commits.observe(writes),
    pushFinished: outcome => pushes.inc({ outcome }),
    settled: (kind, outcome) => settlements.inc({ kind, outcome }),
    text: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
