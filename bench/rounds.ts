import type { Target } from "./servers/target.ts"
import { medians } from "./statistics.ts"

export interface Plan {
  /** Fewer and shorter rounds: for trying the bench, not for figures. */
  quick: boolean
  engines: ("sqlite" | "postgres")[]
  /** Says what is going on, on stderr. */
  note: (text: string) => void
}

/**
 * Measures several servers by turns, so that a noisy machine is noisy to all of them. The first, shorter round of each
 * warms it up and does not count.
 */
export async function byTurns<Round extends Record<string, number>>(
  plan: Plan,
  targets: readonly Target[],
  measure: (target: Target, share: number) => Promise<Round>,
): Promise<Round[]> {
  const rounds = targets.map((): Round[] => [])
  for (const target of targets) await measure(target, 0.3)
  for (let turn = 0; turn < (plan.quick ? 1 : 5); turn++) {
    for (const [i, target] of targets.entries()) {
      const round = await measure(target, 1)
      rounds[i]?.push(round)
      plan.note(
        `  ${target.name}: ${JSON.stringify(round, (_, v) => (typeof v === "number" ? Math.round(v * 100) / 100 : v))}`,
      )
    }
  }
  return rounds.map(all => medians(all))
}
