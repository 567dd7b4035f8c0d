import type { Page } from "playwright-core"
import { expect } from "vitest"
import { canary } from "../support/injections.ts"
import { type MessageStage, readAll } from "./message-stage.ts"

/** So high that most of a room is drawn at once. */
const tower = { width: 1280, height: 6000 }

/** As it comes back over the wire: halves of letters cannot be stored. */
export const stored = (text: string) => text.toWellFormed()

export interface Witness {
  page: Page
  /** Looks over all that is drawn, and scrolls a part of the page to see the rest. @returns every text that was seen. */
  sweep(part: ReturnType<Page["locator"]>, texts: string): Promise<Set<string>>
  /** Nothing has run, and nobody was asked for anything. */
  testify(): Promise<void>
}

/** A page without the policy that would stop scripts all by itself. */
export async function callWitness(stage: MessageStage, room?: string): Promise<Witness> {
  const context = await stage.browser.newContext({ viewport: tower, bypassCSP: true, locale: "en-GB" })
  const page = await context.newPage()
  const strange: string[] = []
  page.on("pageerror", error => strange.push(String(error)))
  page.on("dialog", dialog => {
    strange.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("request", request => {
    if (new URL(request.url()).host.includes(canary)) strange.push(`request ${request.url()}`)
  })
  page.on("popup", popup => strange.push(`popup ${popup.url()}`))
  if (room) await readAll(stage.parley.url, stage.cast.alice, room)
  const query = room ? `&roomId=${room}` : ""
  await page.goto(`${stage.parley.url}/chat?token=${stage.cast.alice}&autoSelectRoom=0${query}`)
  return {
    page,
    async sweep(part, texts) {
      const seen = new Set<string>()
      await part.waitFor()
      for (let still = 0; still < 4; ) {
        const found = await part.evaluate(lookOver, texts)
        strange.push(...found.strange)
        const before = seen.size
        for (const text of found.texts) seen.add(stored(text))
        await part.evaluate(
          (box, down) => box.scrollBy(0, down ? box.clientHeight / 2 : -box.clientHeight / 2),
          !room,
        )
        await page.evaluate(
          () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 60))),
        )
        still = seen.size > before ? 0 : still + 1
      }
      return seen
    },
    async testify() {
      expect(await page.evaluate("window.broken")).toBeUndefined()
      expect(page.url()).toContain(stage.parley.url)
      expect([...new Set(strange)]).toEqual([])
      await context.close()
    },
  }
}

/** Runs in the page: what must not be there, and what is written there. */
export function lookOver(box: Element, texts: string): { strange: string[]; texts: string[] } {
  const strange: string[] = []
  const forbidden =
    "script, iframe, frame, object, embed, base, link, meta, style, foreignObject, math, template, portal"
  for (const element of document.body.querySelectorAll(forbidden)) {
    if (element.id !== "parley-bootstrap") strange.push(element.outerHTML.slice(0, 200))
  }
  for (const element of document.body.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const isAddress = [
        "href",
        "src",
        "srcset",
        "poster",
        "action",
        "formaction",
        "data",
        "xlink:href",
      ].includes(name)
      const isSafe = !isAddress || /^(https?:\/\/|\/|#|mailto:|tel:\+?[\d]*$|blob:http)/i.test(value)
      const isQuiet = name !== "style" || !/url\(|expression|@import|image-set/i.test(value)
      if (/^on/i.test(name) || name === "srcdoc" || !isSafe || !isQuiet)
        strange.push(`${element.tagName} ${name}=${value.slice(0, 200)}`)
    }
  }
  return { strange, texts: [...box.querySelectorAll(texts)].map(one => one.textContent ?? "") }
}
