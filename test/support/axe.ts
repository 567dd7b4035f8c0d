import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { AxeResults, ImpactValue } from "axe-core"
import type { Page } from "playwright-core"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

const serious: (ImpactValue | undefined)[] = ["serious", "critical"]

/**
 * What a checker of accessibility finds wrong in the page as it is now, with the elements concerned.
 * @param within selectors; the whole page unless given.
 */
export async function flawsOf(page: Page, within?: string[]): Promise<string[]> {
  return (await violationsOf(page, within)).map(said)
}

/** The same, without what is only advice. */
export async function seriousFlawsOf(page: Page): Promise<string[]> {
  return (await violationsOf(page)).filter(({ impact }) => serious.includes(impact)).map(said)
}

async function violationsOf(page: Page, within?: string[]): Promise<AxeResults["violations"]> {
  await page.evaluate(axe)
  const run = (include?: string[]) => {
    const { axe } = window as unknown as { axe: { run(on: unknown): Promise<AxeResults> } }
    return axe.run(include ? { include } : document)
  }
  return (await page.evaluate(run, within)).violations
}

const said = ({ id, nodes }: AxeResults["violations"][number]) =>
  [id, ...nodes.map(({ html }) => html)].join(" | ")
