/** A token, or where one comes from: asked at first, and again each time the one it gave is refused. */
export type TokenOption = string | ((refused?: string) => string | Promise<string>)

/** A source that is silent for so long is asked again by the next attempt. */
const patienceMs = 30_000

/** The token in use. However many calls are refused at once, a fresh one is asked for once. */
export class TokenSource {
  readonly #option: TokenOption
  readonly #life: AbortSignal
  #token: string | undefined
  #asking: Promise<string> | undefined

  /** @param life ends all waiting. */
  constructor(option: TokenOption, life: AbortSignal) {
    this.#option = option
    this.#life = life
  }

  async current(): Promise<string> {
    return this.#token ?? this.#ask()
  }

  /** @returns another token than the refused one; undefined when there is none to be had. */
  async renew(refused: string): Promise<string | undefined> {
    if (this.#token !== undefined && this.#token !== refused) return this.#token
    const fresh = await this.#ask(refused)
    return fresh === refused ? undefined : fresh
  }

  #ask(refused?: string): Promise<string> {
    this.#asking ??= this.#fetch(refused).finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #fetch(refused?: string): Promise<string> {
    const option = this.#option
    this.#token = typeof option === "string" ? option : await inTime(option(refused), this.#life)
    return this.#token
  }
}

async function inTime<T>(answer: T | Promise<T>, life: AbortSignal): Promise<T> {
  let giveUp = () => {}
  const late = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error("The token function has not answered in time."))
  })
  const timer = setTimeout(giveUp, patienceMs)
  life.addEventListener("abort", giveUp)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
    life.removeEventListener("abort", giveUp)
  }
}
