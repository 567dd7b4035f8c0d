import { type Answer, HttpConnection, requestText } from "./http-connection.ts"
import { inFlight } from "./in-flight.ts"

/** The calls of our server's wire that the scenarios need beside sending. */
export interface Api {
  prepare: (rooms: ReadonlyMap<string, readonly string[]>) => Promise<void>
  tokenOf: (user: string) => string
  /** The bytes of a read by a user. */
  get: (path: string, user: string) => string
  /** The bytes of a call by a user that carries a body. */
  post: (path: string, user: string, body: object) => string
}

const width = 32

export function makeApi(url: () => URL, apiKey: string, clientKey: string): Api {
  const tokens = new Map<string, string>()
  const asPlatform = (path: string, body: object) =>
    requestText("POST", path, { "content-type": "application/json", "im-api-key": apiKey }, body)
  const tokenOf = (user: string) => tokens.get(user) as string
  const userHeaders = (user: string) => ({ "im-client-key": clientKey, "im-authorization": tokenOf(user) })

  async function prepare(rooms: ReadonlyMap<string, readonly string[]>): Promise<void> {
    const connections = Array.from({ length: width }, () => new HttpConnection(url()))
    const send = async (worker: number, request: string) =>
      resultOf(await (connections[worker] as HttpConnection).send(request))

    const users = [...new Set([...rooms.values()].flat())].filter(user => !tokens.has(user))
    await inFlight(width, users.length, async (i, worker) => {
      const user = users[i] as string
      const body = { _id: user, nickname: `Nick ${user}`, issueAccessToken: true }
      tokens.set(user, (await send(worker, asPlatform("/admin/clients", body))).token as string)
    })
    const made = [...rooms]
    await inFlight(width, made.length, async (i, worker) => {
      const [room, members] = made[i] as [string, string[]]
      await send(worker, asPlatform("/rooms/", { _id: room, roomType: "group", name: room, members }))
    })
    for (const connection of connections) connection.close()
  }

  return {
    prepare,
    tokenOf,
    get: (path, user) => requestText("GET", path, userHeaders(user)),
    post: (path, user, body) =>
      requestText("POST", path, { "content-type": "application/json", ...userHeaders(user) }, body),
  }
}

function resultOf({ status, body }: Answer): Record<string, unknown> {
  if (status !== 200) throw new Error(`the server answered ${status}: ${body}`)
  return JSON.parse(Buffer.from(body, "latin1").toString()).result
}
