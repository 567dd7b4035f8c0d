import { apiKey, clientKey } from "./parley.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

export interface Answer {
  status: number
  body: Json
  headers: Headers
}

/** Sends one REST call as it is. `body` goes out as JSON unless it is text or a form already. */
export async function call(
  url: string,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  const isForm = body instanceof FormData
  const response = await fetch(url + path, {
    method,
    headers: { ...(body === undefined || isForm ? {} : { "content-type": "application/json" }), ...headers },
    body: body === undefined || isForm || typeof body === "string" ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith("{") ? JSON.parse(text) : text,
  }
}

/** Calls with the API key, as an integrator's backend does; `actingAs` names a user. @returns `result`. */
export async function platform(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  actingAs?: string,
): Promise<Json> {
  const headers: Record<string, string> = {
    "IM-API-KEY": apiKey,
    ...(actingAs ? { "IM-CLIENT-ID": actingAs } : {}),
  }
  return resultOf(await call(url, method, path, { headers, body }))
}

/** Calls with a user's token, as an app does. @returns `result`. */
export async function asUser(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Json> {
  return resultOf(await call(url, method, path, { headers: userHeaders(token), body }))
}

export const userHeaders = (token: string) => ({ "IM-CLIENT-KEY": clientKey, "IM-Authorization": token })

function resultOf({ status, body }: Answer): Json {
  if (status !== 200 || body.RC !== 0) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body.result
}

/** The one cast: alice, bob, carol, and bender the bot. @returns a token for each. */
export async function makeCast(
  url: string,
): Promise<{ alice: string; bob: string; carol: string; bender: string }> {
  const make = async (_id: string, isRobot = false): Promise<string> => {
    const nickname = (_id[0] ?? "").toUpperCase() + _id.slice(1)
    return (await platform(url, "POST", "/admin/clients", { _id, nickname, isRobot, issueAccessToken: true }))
      .token
  }
  return {
    alice: await make("alice"),
    bob: await make("bob"),
    carol: await make("carol"),
    bender: await make("bender", true),
  }
}

/** Makes demo-room with the given members. @returns its id. */
export async function makeDemoRoom(url: string, members = ["alice", "bob"]): Promise<string> {
  return (
    await platform(url, "POST", "/rooms/", { _id: "demo-room", name: "Demo", roomType: "group", members })
  )._id
}
