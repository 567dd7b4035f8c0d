import type { Target } from "../servers/target.ts"
import { inFlight } from "./in-flight.ts"
import type { LightSocket } from "./light-socket.ts"

/** The connected members of a room, who count what reaches them. */
export class Audience {
  readonly sockets: LightSocket[] = []
  #heard = 0
  #awaited = Number.POSITIVE_INFINITY
  #arrived: (() => void) | null = null
  /** What the sampled sockets heard, in order. */
  readonly #samples = new Map<LightSocket, (string | number)[]>()

  static async gather(target: Target, members: readonly string[]): Promise<Audience> {
    const audience = new Audience()
    await inFlight(16, members.length, async i => {
      const socket = await target.connect(members[i] as string, (...heard) => audience.#hear(...heard))
      audience.sockets.push(socket)
    })
    for (const share of [0, 0.5]) {
      const socket = audience.sockets[Math.floor(members.length * share)] as LightSocket
      socket.sampled = true
      audience.#samples.set(socket, [])
    }
    return audience
  }

  #hear(socket: LightSocket, payload: Buffer | null): void {
    if (payload) this.#samples.get(socket)?.push(JSON.parse(payload.toString())[1]._id)
    if (++this.#heard >= this.#awaited) this.#arrived?.()
  }

  /** Resolves when this many events have come in all, counted from the last `check`. */
  async reached(deliveries: number): Promise<void> {
    if (this.#heard >= deliveries) return
    await new Promise<void>((resolve, reject) => {
      const patience = setTimeout(
        () => reject(new Error(`only ${this.#heard} of ${deliveries} deliveries came`)),
        20_000,
      )
      this.#awaited = deliveries
      this.#arrived = () => {
        clearTimeout(patience)
        this.#awaited = Number.POSITIVE_INFINITY
        resolve()
      }
    })
  }

  /** Every socket heard each message once, the sampled ones in rising order. Then counting begins anew. */
  check(messages: number): void {
    for (const socket of this.sockets) {
      if (socket.heard !== messages) throw new Error(`a member heard ${socket.heard} of ${messages} messages`)
      socket.heard = 0
    }
    for (const ids of this.#samples.values()) {
      if (ids.some((id, i) => i > 0 && id <= (ids[i - 1] as typeof id)))
        throw new Error("messages came out of order")
      ids.length = 0
    }
    this.#heard = 0
  }

  close(): void {
    for (const socket of this.sockets) socket.close()
  }
}
