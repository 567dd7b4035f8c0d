import { isDeepStrictEqual } from "node:util"
import type { Game } from "./game.ts"
import { tags } from "./game.ts"
import * as model from "./model.ts"
import { recount } from "./recount.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the test is about
type Json = any

/** @returns every difference between what the server says and what the model counts. */
export async function compare(game: Game): Promise<string[]> {
  const perUser = await Promise.all(game.model.users.map(userId => compareUser(game, userId)))
  return [...perUser.flat(), ...(await recount(game))]
}

async function compareUser(game: Game, userId: string): Promise<string[]> {
  const differences: string[] = []
  const expectSame = (what: string, got: unknown, expected: unknown) => {
    if (!isDeepStrictEqual(got, expected))
      differences.push(`${userId}: ${what} is ${JSON.stringify(got)}, should be ${JSON.stringify(expected)}`)
  }
  const ask = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const { status, body: answer } = await game.call({ who: userId, method, path, body })
    if (status !== 200)
      differences.push(`${userId}: ${method} ${path} was answered ${JSON.stringify(answer)}`)
    return answer.result ?? {}
  }

  const own = model.roomsOf(game.model, userId)
  const list = await ask("GET", "/rooms?limit=0")
  const listed = new Map<string, Json>((list.data ?? []).map((room: Json) => [room._id, room]))
  expectSame("the list of rooms", [...listed.keys()].sort(), own.map(room => room.id).sort())
  expectSame("the number of rooms", list.totalCount, own.length)
  expectSame("the badge", (await ask("GET", "/me/badge")).badge, model.badge(game.model, userId))
  const tagged = (tag: string) => model.badge(game.model, userId, room => room.tags.includes(tag))
  const sums = {
    totalBadge: model.badge(game.model, userId, room => room.tags.length > 0),
    data: Object.fromEntries(tags.map(tag => [tag, tagged(tag)])),
  }
  expectSame("byRoomTags", await ask("POST", "/badges/byRoomTags", { tags }), sums)
  const timely = { tags, beforeTime: "2100-01-01T00:00:00.000Z" }
  expectSame("byRoomTagsAndTime", await ask("POST", "/badges/byRoomTagsAndTime", timely), sums)
  expectSame(
    "the badge of a tag",
    (await ask("GET", `/me/badge?roomTags=${tags[0]}`)).badge,
    sums.data[tags[0] ?? ""],
  )

  for (const room of game.model.rooms.values()) {
    if (!model.isMember(room, userId)) continue
    const detail = await ask("GET", `/rooms/${room.id}`)
    const seen = model.visible(room, userId)
    for (const [where, answer] of [
      ["list", listed.get(room.id)],
      ["detail", detail],
    ] as const) {
      if (!answer) continue
      expectSame(`unread of ${room.id} in the ${where}`, answer.unread, model.unread(room, userId))
      expectSame(
        `isMentioned of ${room.id} in the ${where}`,
        answer.isMentioned,
        model.isMentioned(room, userId),
      )
      expectSame(`lastMessage of ${room.id} in the ${where}`, answer.lastMessage?._id, seen.at(-1)?.id)
    }
    const badges = (detail.memberProperties ?? []).map((one: Json) => [one.client, one.badge]).sort()
    expectSame(
      `the badges in ${room.id}`,
      badges,
      model
        .membersOf(room)
        .sort()
        .map(id => [id, model.unread(room, id)]),
    )
    const page = await ask("GET", `/rooms/${room.id}/messages/v3?limit=100`)
    expectSame(`totalCount of ${room.id}`, page.totalCount, seen.length)
    const ids = page.data?.map((message: Json) => message._id)
    expectSame(
      `the messages of ${room.id}`,
      ids,
      seen
        .slice(-100)
        .map(message => message.id)
        .reverse(),
    )
  }
  return differences
}
