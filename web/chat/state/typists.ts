import type { Typist } from "./chat-state.ts"

type Typists = Record<string, Typist[]>

export const TYPING_SHOWN_MS = 6_000

export function addTypist(typists: Typists, roomId: string, typist: Typist): Typists {
  const others = (typists[roomId] ?? []).filter(({ id }) => id !== typist.id)
  return { ...typists, [roomId]: [...others, typist] }
}

/** Without those whose time is over, and without one who has just sent. */
export function dropTypists(typists: Typists, roomId: string, now: number, sender?: string): Typists {
  const present = typists[roomId] ?? []
  const left = present.filter(({ id, until }) => until > now && id !== sender)
  return left.length === present.length ? typists : { ...typists, [roomId]: left }
}
