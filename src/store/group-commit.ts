import type { Operation } from "./database.ts"

export interface Job {
  operation: Operation<unknown>
  lane: string
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

type Outcome = { value: unknown } | { error: unknown }

/** The commit was asked for and never answered: it may have happened, so it must not be tried again. */
export class CommitUncertain extends Error {}

/** Runs all jobs in one transaction. @returns their values, in order. Rolls back and throws if any fails. */
export type RunGroup = (jobs: Job[]) => Promise<unknown[]>

/** No group is larger, so that one commit never holds the event loop for long. */
const largestGroup = 256

/** How long a patient write waits for somebody else's commit before it has one of its own. */
const patienceMs = 100

/** A group waits for others as long as each turn of the event loop brings some, but no more turns than this. */
const mostTurns = 4

/**
 * Gathers the writes that arrive while the event loop reads its sockets, or while the last commit is under way, into
 * one transaction. Where a group fails, each of its jobs runs again alone, so that only the guilty one is refused;
 * unless the group may have been committed after all: then all are refused, and none is done twice.
 */
export class GroupCommit {
  #waiting: Job[] = []
  #patient: Job[] = []
  #patience: NodeJS.Timeout | undefined
  #draining = false
  #scheduled = false
  #idle: (() => void)[] = []
  readonly #run: RunGroup
  readonly #committed: (jobs: number) => void

  constructor(run: RunGroup, committed: (jobs: number) => void = () => {}) {
    this.#run = run
    this.#committed = committed
  }

  write<T>(operation: Operation<T>, lane = ""): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ operation, lane, resolve: resolve as Job["resolve"], reject })
      this.#schedule()
    })
  }

  /** Joins the next commit that others need anyway, so that it costs none of its own while there is traffic. */
  writeSoon<T>(operation: Operation<T>, lane = ""): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#patient.push({ operation, lane, resolve: resolve as Job["resolve"], reject })
      this.#bePatient()
    })
  }

  #bePatient(): void {
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined
      this.#schedule()
    }, patienceMs)
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    this.#draining = true
    if (this.#patient.length > 0) this.#schedule()
    if (this.#scheduled) await new Promise<void>(resolve => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#gather(0, 1)
  }

  /** After the poll phase: every request read in this turn joins the group; the last group's answers bring more. */
  #gather(seen: number, turn: number): void {
    setImmediate(() => {
      const { length } = this.#waiting
      if (length > seen && length < largestGroup && turn < mostTurns) this.#gather(length, turn + 1)
      else void this.#commitNext()
    })
  }

  async #commitNext(): Promise<void> {
    clearTimeout(this.#patience)
    this.#patience = undefined
    const jobs = this.#waiting.splice(0, largestGroup)
    jobs.push(...this.#patient.splice(0, largestGroup - jobs.length))
    await this.#commit(jobs)
    this.#scheduled = false
    if (this.#waiting.length > 0 || (this.#draining && this.#patient.length > 0)) return this.#schedule()
    // Who came while the commit was under way has missed it.
    if (this.#patient.length > 0) this.#bePatient()
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  async #commit(jobs: Job[]): Promise<void> {
    const outcomes = await this.#attempt(jobs)
    // Only now: whoever is answered may read at once, and no transaction must be open then.
    jobs.forEach((job, i) => {
      const outcome = outcomes[i] as Outcome
      if ("value" in outcome) job.resolve(outcome.value)
      else job.reject(outcome.error)
    })
  }

  async #attempt(jobs: Job[]): Promise<Outcome[]> {
    try {
      const values = await this.#run(jobs)
      this.#committed(jobs.length)
      return values.map(value => ({ value }))
    } catch (error) {
      if (jobs.length === 1 || error instanceof CommitUncertain) return jobs.map(() => ({ error }))
      const outcomes: Outcome[] = []
      for (const job of jobs) outcomes.push(...(await this.#attempt([job])))
      return outcomes
    }
  }
}
