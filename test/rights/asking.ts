import { type Answer, call } from "../support/backend.ts"
import { givenFacts, ownFacts } from "../support/contract.ts"
import { farewells, type Means, type Probe, probes } from "./probes.ts"
import type { Target } from "./secret-rooms.ts"

/** All that can be asked without saying goodbye. */
export const operations = (givenFacts ?? ownFacts).operations.filter(({ id }) => !farewells.has(id))

export type Operation = (typeof operations)[number]

export const probesOf = ({ id }: Operation): Probe[] => probes[id] ?? [() => ({})]

/** Asks an operation for a target in one of the ways. @returns also what was asked, as text. */
export async function ask(
  url: string,
  { method, path }: Operation,
  probe: Probe,
  target: Target,
  means: Means,
  headers: Record<string, string>,
): Promise<{ asked: string; answer: Answer }> {
  const { params, query, body } = probe(target, means)
  const places: Record<string, string> = { ...paramsOf(target, path, means), ...params }
  const search = query ? `?${new URLSearchParams(query)}` : ""
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(places[name] ?? "any")) + search
  const answer = await call(url, method, filled, { headers, body })
  return { asked: `${method} ${decodeURIComponent(filled)} ${JSON.stringify(body)}`, answer }
}

/** Users are public to whoever knows their id; only of those in the room there is something to learn. */
function paramsOf(target: Target, path: string, { ghostId, friendId }: Means): Record<string, string> {
  const clientId = path.includes("{roomId}") ? ghostId : friendId
  return { ...target, clientId, groupId: target.tag, key: "tags", bucketName: "chatserver-upload" }
}
