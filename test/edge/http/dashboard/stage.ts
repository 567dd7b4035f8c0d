import { ensureOperator, firstOperator } from "../../../../src/chat/operators.ts"
import { type Answer, call } from "../../../support/backend.ts"
import type { Engine, Parley } from "../../../support/parley.ts"
import { refusalOf, type Stage, setStage } from "../stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

export const password = "a-password-of-the-tests"

type Headers = Record<string, string>

/** An operator's browser. */
export interface Browser {
  /** What it holds: empty when nobody is signed in. */
  cookie: string
  /** One call as our page makes it. */
  raw: (method: string, path: string, body?: unknown, headers?: Headers) => Promise<Answer>
  /** @returns `result`. */
  ask: (method: string, path: string, body?: unknown) => Promise<Json>
  /** @returns status and code, like `404 NOT_FOUND`. */
  refused: (method: string, path: string, body?: unknown, headers?: Headers) => Promise<string>
  /** Signs in, and keeps the cookie. */
  signIn: (name?: string, password?: string) => Promise<Answer>
}

export function openBrowser(url: string): Browser {
  const browser: Browser = {
    cookie: "",
    raw: (method, path, body, headers = {}) =>
      call(url, method, `/dashboard/api${path}`, {
        headers: {
          ...(method === "GET" ? {} : { "X-Parley-Dashboard": "1" }),
          ...(browser.cookie === "" ? {} : { cookie: browser.cookie }),
          ...headers,
        },
        body,
      }),
    ask: async (method, path, body) => {
      const { status, body: answer } = await browser.raw(method, path, body)
      if (status !== 200 || answer.RC !== 0)
        throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`)
      return answer.result
    },
    refused: async (...given) => refusalOf(await browser.raw(...given)),
    signIn: async (name = firstOperator, word = password) => {
      const answer = await browser.raw("POST", "/session", { name, password: word })
      browser.cookie = cookieIn(answer) ?? browser.cookie
      return answer
    },
  }
  return browser
}

const cookieIn = ({ headers }: Answer) => headers.get("set-cookie")?.split(";")[0]

/** A server with the cast on it, and its first operator signed in. */
export interface Desk extends Omit<Stage, "refused" | "raw">, Pick<Browser, "ask" | "refused" | "raw"> {
  parley: Parley
  browser: Browser
  /** A user's call that must be refused. */
  refusedUser: Stage["refused"]
}

export async function openDesk(engine: Engine, settings: Record<string, string> = {}): Promise<Desk> {
  const stage = await setStage(engine, settings)
  await ensureOperator(stage.parley.ctx, password)
  const browser = openBrowser(stage.parley.url)
  await browser.signIn()
  const { ask, refused, raw } = browser
  return { ...stage, browser, ask, refused, raw, refusedUser: stage.refused }
}

/** Acts of the newest deeds, the last one first, with what they were done to. */
export async function deedsOf(desk: Pick<Browser, "ask">, count: number): Promise<string[]> {
  const { data } = await desk.ask("GET", `/audit?limit=${count}`)
  return data.map(({ act, target }: Json) => `${act} ${target}`.trim())
}
