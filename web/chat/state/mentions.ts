import type { Client, Room } from "../wire/models.ts"
import { nameOf } from "./names.ts"

/** Somebody whom a text names: it shows `@<name>` while it is written and says `@<id>` when it is sent. */
export interface Mention {
  id: string
  name: string
}

/** The word being written that may become a mention: where its `@` stands, and what follows it. */
export interface MentionQuery {
  at: number
  words: string
}

/** An `@` inside an address is none. */
const QUERY = /(?<![\w.+-])@([^@\n]{0,40})$/

export function queryAt(text: string, caret: number): MentionQuery | undefined {
  const found = QUERY.exec(text.slice(0, caret))
  return found ? { at: found.index, words: found[1] ?? "" } : undefined
}

const MOST = 30

/** Whom a query may mean, the best first: names that begin so, then those of which a later word does. */
export function findMentioned(room: Room, me: string, words: string): Mention[] {
  const wanted = fold(words)
  const ranked = mentionable(room, me).map(person => ({ person, rank: rankOf(person, wanted) }))
  return ranked
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.person.name.localeCompare(b.person.name))
    .slice(0, MOST)
    .map(({ person }) => person)
}

function rankOf({ id, name }: Mention, wanted: string): number {
  const folded = fold(name)
  if (folded.startsWith(wanted)) return 3
  if (folded.split(/\s+/).some(word => word.startsWith(wanted))) return 2
  return fold(id).startsWith(wanted) ? 1 : 0
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()

/** Everybody else in the room, the people of groups too. Whose name another has as well goes by their id. */
export function mentionable(room: Room, me: string): Mention[] {
  const people = new Map(
    room.members
      .flatMap(member =>
        member.clientType === "group" ? ((member.members as Client[] | undefined) ?? []) : [member],
      )
      .filter(({ _id }) => _id !== me)
      .map(client => [client._id, nameOf(client)]),
  )
  const bearers = Map.groupBy(people, ([, name]) => name)
  return [...people].map(([id, name]) => ({ id, name: bearers.get(name)?.length === 1 ? name : id }))
}

/** @returns the text with the name in the place of the query, and where the caret belongs. */
export function insertMention(text: string, { at, words }: MentionQuery, { name }: Mention) {
  const before = `${text.slice(0, at)}@${name} `
  const after = text.slice(at + 1 + words.length)
  return { text: before + after.replace(/^ /, ""), caret: before.length }
}

/** What is sent: ids in the place of names, and whom it mentions. */
export function encodeMentions(text: string, named: readonly Mention[]) {
  return swap(
    text,
    named,
    ({ name }) => name,
    ({ id }) => id,
  )
}

/** What is edited: names in the place of ids. */
export function decodeMentions(text: string, mentioned: readonly Mention[]): string {
  return swap(
    text,
    mentioned,
    ({ id }) => id,
    ({ name }) => name,
  ).text
}

const literal = (name: string) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")

type Side = (mention: Mention) => string

/** Longer ones go first, so that one which begins another does not take its place. */
function swap(text: string, mentions: readonly Mention[], from: Side, to: Side) {
  const known = new Map(mentions.filter(one => from(one)).map(one => [from(one), one]))
  if (known.size === 0) return { text, ids: [] }
  const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`@(${longestFirst.map(literal).join("|")})(?![A-Za-z0-9_])`, "g")
  const ids = new Set<string>()
  const swapped = text.replace(pattern, (found, word: string) => {
    const mention = known.get(word)
    if (!mention) return found
    ids.add(mention.id)
    return `@${to(mention)}`
  })
  return { text: swapped, ids: [...ids] }
}
