import { type Stage, setStage } from "../../edge/http/stage.ts"
import type { Engine } from "../../support/parley.ts"
import { type PushReceiver, startPushReceiver } from "../../support/push-receiver.ts"

// biome-ignore lint/suspicious/noExplicitAny: what arrives is what the tests are about
type Json = any

/** A running server, and a bot that rooms' webhooks are told of. */
export interface BotStage extends Stage {
  bot: PushReceiver
  /** Makes a group room whose webhook is the bot, and forgets what the bot was told of that. */
  botRoom: (members: Parameters<Stage["room"]>[0], more?: Record<string, unknown>) => Promise<string>
  /** What the bot was told of a room, once it was told of all until now: events of a room come one after the other. */
  toldOf: (room: string) => Promise<Json[]>
  /** Answers every call with this. */
  answer: (reply: Json, status?: number, headers?: Record<string, string>) => void
  /** Answers calls by what they say; undefined is an empty answer. */
  converse: (reply: (body: Json) => Json) => void
}

let marks = 0

export async function setBotStage(engine: Engine, settings: Record<string, string> = {}): Promise<BotStage> {
  const bot = await startPushReceiver()
  const stage = await setStage(engine, { ALLOW_INSECURE_CALLBACKS: "1", ...settings })
  const callsOf = (room: string) => bot.calls.map(call => call.body).filter(body => body.roomID === room)
  const toldOf = async (room: string) => {
    const mark = `mark ${++marks}`
    await stage.say(room, "carol", mark)
    await bot.call(body => body.roomID === room && body.data.message === mark)
    return callsOf(room).filter(body => !/^mark \d+$/.test(body.data.message))
  }
  return {
    ...stage,
    bot,
    botRoom: async (members, more = {}) => {
      const room = await stage.room(members, { webhook: bot.url, ...more })
      await toldOf(room)
      const others = bot.calls.filter(call => call.body.roomID !== room)
      bot.calls.splice(0, bot.calls.length, ...others)
      return room
    },
    toldOf,
    answer: (reply, status = 200, headers = {}) =>
      bot.react(response => {
        const text = typeof reply === "string" ? reply : JSON.stringify(reply)
        response.writeHead(status, headers).end(text)
      }),
    converse: reply =>
      bot.react((response, { body }) => {
        const said = reply(body)
        response.end(said === undefined ? "" : JSON.stringify(said))
      }),
    close: async () => {
      await stage.close()
      await bot.close()
    },
  }
}
