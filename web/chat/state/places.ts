import type { Message } from "../wire/models.ts"

/** The places of messages in their rooms, by id: they never change, so what was seen once stays true. */
const places = new Map<string, number>()

export function learnPlace({ _id, roomSeq }: Message): void {
  if (roomSeq !== undefined) places.set(_id, roomSeq)
}

/** undefined where a message was never seen. */
export function knownPlace(id: string): number | undefined {
  return places.get(id)
}
