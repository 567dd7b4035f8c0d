/** A session by polling, made by hand: it polls only when it is told to. */
export class PollingSession {
  readonly #address: string

  /** Resolves once its Socket.IO connection stands. */
  static async open(url: string): Promise<PollingSession> {
    const path = `${url}/socket.io/?EIO=4&transport=polling`
    const { sid } = JSON.parse((await (await fetch(path)).text()).slice(1))
    const session = new PollingSession(`${path}&sid=${sid}`)
    await session.say("40")
    await session.poll()
    return session
  }

  static async signedIn(url: string, token: string): Promise<PollingSession> {
    const session = await PollingSession.open(url)
    await session.say(`420${JSON.stringify(["auth2", token])}`)
    const answer = await session.poll()
    if (!answer.includes('"RC":0')) throw new Error(answer)
    return session
  }

  constructor(address: string) {
    this.#address = address
  }

  /** @returns the packets that waited, as they come. @throws Error with the status of a refusal. */
  async poll(): Promise<string> {
    const response = await fetch(this.#address)
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
    return await response.text()
  }

  async say(packets: string): Promise<void> {
    await fetch(this.#address, { method: "POST", body: packets })
  }
}
