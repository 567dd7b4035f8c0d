import { RequestError } from "./errors.ts"
import type { LiveEvent } from "./live-events.ts"
import type { Changes } from "./models.ts"
import type { Request } from "./rest.ts"

export interface CatchUpHandlers {
  /**
   * Drops everything and loads it anew: at first, and where the server does not know the cursor's history (then with its
   * answer). What changes meanwhile is told afterwards.
   */
  load(reset: Changes | undefined, signal: AbortSignal): Promise<void>
  changes(page: Changes): void
  event(event: LiveEvent): void
}

export interface CatchUpOptions {
  request: Request
  cursor?: string
  /** Most messages of a room in one answer; a room with more news comes afresh. */
  limit: number
}

/** Follows the changes by the server's cursor, and keeps live events and what was missed in the right order. */
export class CatchUp {
  /** Up to where everything has been told. Absent: nothing was loaded yet. */
  cursor: string | undefined
  readonly #options: CatchUpOptions
  readonly #handlers: CatchUpHandlers
  #isCurrent = false
  #isWanted = false
  #heard: LiveEvent[] | undefined
  #running: AbortController | undefined

  constructor(options: CatchUpOptions, handlers: CatchUpHandlers) {
    this.#options = options
    this.#handlers = handlers
    this.cursor = options.cursor
  }

  /**
   * What the connection tells. Until everything missed is there it waits; later it counts at once and, if it came while
   * older news was on its way, once more after that. Signs of somebody writing are of the moment: nothing repeats them.
   */
  hear(event: LiveEvent): void {
    const isOfTheMoment = event.name === "typing" || event.name === "ai_streaming"
    if (!isOfTheMoment) this.#heard?.push(event)
    if (isOfTheMoment || this.#isCurrent) this.#handlers.event(event)
  }

  /** The connection is gone: from here on events are missed. */
  stop(): void {
    this.#isCurrent = false
    this.#running?.abort()
    this.#running = undefined
    this.#heard = undefined
  }

  /**
   * Tells all that happened since the cursor, up to this call at least. Rejects if it could not be had; the next run goes
   * on from there. While one runs another begins after it, and this returns at once.
   */
  async run(): Promise<void> {
    this.#isWanted = true
    if (this.#running) return
    const running = new AbortController()
    this.#running = running
    try {
      while (this.#isWanted) {
        this.#isWanted = false
        // What came before this is in the answer: the server stores before it tells.
        this.#heard = []
        await this.#follow(running.signal)
        if (!this.#isCurrent) this.#replay()
        this.#isCurrent = true
      }
    } finally {
      if (this.#running === running) {
        this.#running = undefined
        this.#heard = undefined
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for (let more = true; more; ) {
      const page = await this.#ask(signal)
      if (!page) continue
      const isNew = this.cursor === undefined
      if (isNew || page.reset) await this.#handlers.load(isNew ? undefined : page, signal)
      signal.throwIfAborted()
      if (!isNew && !page.reset) this.#handlers.changes(page)
      this.cursor = page.cursor
      more = page.more
      if (this.#isCurrent) this.#replay()
    }
  }

  /** @returns undefined when the server does not take the cursor at all: without one all is loaded afresh. */
  async #ask(signal: AbortSignal): Promise<Changes | undefined> {
    const query = new URLSearchParams({ limit: `${this.#options.limit}` })
    if (this.cursor !== undefined) query.set("since", this.cursor)
    try {
      return await this.#options.request<Changes>("GET", `/me/changes?${query}`, undefined, signal)
    } catch (error) {
      if (!(error instanceof RequestError) || error.status !== 400 || this.cursor === undefined) throw error
      this.cursor = undefined
      return undefined
    }
  }

  #replay(): void {
    for (const event of this.#heard ?? []) this.#handlers.event(event)
  }
}
