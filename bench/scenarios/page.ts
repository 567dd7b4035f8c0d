import { gzipSync } from "node:zlib"
import type { Browser, CDPSession, Page } from "playwright-core"
import { startBrowser } from "../../test/support/browser.ts"
import { HttpConnection } from "../driver/http-connection.ts"
import type { Figure } from "../figure.ts"
import type { Plan } from "../rounds.ts"
import { seedMessages, whileDown } from "../seed.ts"
import { type Ours, startOurs } from "../servers/ours.ts"
import { median } from "../statistics.ts"

/** How many times slower than this machine the browser's processor is made. */
const slower = 4

const reader = "user-reader"
const writer = "user-writer"
const rooms = 100
const long = "room-long"

const promised = { readyMs: 1_000, scriptKb: 110, appendMs: 4 }

/** The chat page in a real browser: how soon one can write, and how it keeps up with a long room. */
export async function measurePage(plan: Plan): Promise<Figure[]> {
  const ours = await startOurs()
  const browser = await startBrowser()
  try {
    await ours.api.prepare(new Map(roomNames().map(room => [room, [reader, writer]])))
    await whileDown(ours, async db => {
      for (const id of roomNames()) {
        await seedMessages(db, { id, sender: writer }, 0, id === long ? (plan.quick ? 20_000 : 100_000) : 60)
      }
      await db.write(async tx => void (await tx.run(readAll)))
    })
    return [...(await measureOpening(plan, ours, browser)), ...(await measureLongRoom(plan, ours, browser))]
  } finally {
    await browser.close()
    await ours.stop()
  }
}

/** Everybody has read everything. */
const readAll = `UPDATE members SET
  read_seq = (SELECT last_seq FROM rooms WHERE rooms.id = room_id),
  last_read = (SELECT id FROM messages m WHERE m.room_id = members.room_id ORDER BY created_at DESC, seq DESC LIMIT 1)`

const roomNames = () => [long, ...Array.from({ length: rooms - 1 }, (_, i) => `room-${i}`)]

async function measureOpening(plan: Plan, ours: Ours, browser: Browser): Promise<Figure[]> {
  const times: number[] = []
  let script = 0
  for (let round = 0; round <= (plan.quick ? 2 : 7); round++) {
    const { page, scripts } = await openPage(ours, browser)
    const ready = await page.evaluate(readyTime)
    if (round > 0) times.push(ready)
    script = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0) / 1_000
    plan.note(`  opened: ready after ${ready.toFixed(0)} ms, ${script.toFixed(1)} KB of script`)
    await page.context().close()
  }
  return [
    figure(
      `page of ${rooms} rooms, processor ${slower}× slower: until one can write`,
      "ms",
      median(times),
      promised.readyMs,
    ),
    figure("page: script before anything is opened, gzip", "KB", script, promised.scriptKb),
  ]
}

async function measureLongRoom(plan: Plan, ours: Ours, browser: Browser): Promise<Figure[]> {
  const { page, session } = await openPage(ours, browser)
  await page.evaluate(readyTime)
  const frames = await scroll(page, session, plan.quick ? 4 : 15)
  const late = (100 * frames.filter(ms => ms > 32).length) / frames.length
  const rows = await page.evaluate(() => document.querySelectorAll("[data-row]").length)
  await page.getByRole("button", { name: /Jump to latest/ }).click()
  plan.note(`  scrolled: ${frames.length} frames, ${late.toFixed(1)} % late, ${rows} rows drawn`)
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 })
  const append = await measureAppending(plan, ours, page, session)
  await page.context().close()
  return [
    figure(
      `page, room of ${plan.quick ? 20_000 : 100_000} messages: frames over 32 ms while scrolling up`,
      "%",
      late,
      null,
    ),
    figure(
      "page, the same room, processor as it is: main thread for one more message",
      "ms",
      append,
      promised.appendMs,
    ),
  ]
}

/** Up through the history as a finger on a wheel does, loading it on the way. @returns ms of each frame. */
async function scroll(page: Page, session: CDPSession, seconds: number): Promise<number[]> {
  const frames = page.evaluate(
    ms =>
      new Promise<number[]>(done => {
        const times: number[] = []
        const end = performance.now() + ms
        let last = performance.now()
        const tick = (now: number) => {
          times.push(now - last)
          last = now
          if (now < end) requestAnimationFrame(tick)
          else done(times)
        }
        requestAnimationFrame(tick)
      }),
    seconds * 1_000,
  )
  const speed = 3_000
  await session.send("Input.synthesizeScrollGesture", {
    ...{ x: 700, y: 400, yDistance: speed * seconds, speed, gestureSourceType: "mouse" },
  })
  return frames
}

/** Processor time of the main thread for each of many messages that arrive one by one, less what it does anyway. */
async function measureAppending(plan: Plan, ours: Ours, page: Page, session: CDPSession): Promise<number> {
  const messages = plan.quick ? 10 : 40
  const pauseMs = 250
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics")
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000
  }
  const during = async (act: (n: number) => Promise<unknown>) => {
    const before = await busy()
    for (let n = 0; n < messages; n++) await Promise.all([act(n), page.waitForTimeout(pauseMs)])
    return (await busy()) - before
  }
  await session.send("Performance.enable", { timeDomain: "threadTicks" })
  const sender = new HttpConnection(ours.url())
  const write = async (n: number) => void (await sender.send(ours.post(long, writer, `one more, ${n}`)))
  await write(-1)
  await page.waitForTimeout(1_000)
  const idle = await during(async () => {})
  const appending = await during(write)
  sender.close()
  return (appending - idle) / messages
}

/** The room of the latest message, which is the long one, opens by itself. */
async function openPage(ours: Ours, browser: Browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const scripts: Promise<number>[] = []
  page.on("response", response => {
    if (response.request().resourceType() === "script")
      scripts.push(response.body().then(body => gzipSync(body, { level: 9 }).length))
  })
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower })
  await page.addInitScript(watchReadiness)
  await page.goto(`${ours.url().origin}/chat?token=${ours.api.tokenOf(reader)}`)
  return { page, session, scripts }
}

/** In the page: when there first is a field to write in below messages, ms since the navigation began. */
function watchReadiness(): void {
  const ready = new Promise<number>(done => {
    const watch = new MutationObserver(() => {
      if (
        !document.querySelector("[data-row]") ||
        !document.querySelector("main textarea, main [role=textbox]")
      )
        return
      watch.disconnect()
      done(performance.now())
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  Object.assign(window, { ready })
}

const readyTime = () => (window as unknown as { ready: Promise<number> }).ready

const figure = (quantity: string, unit: string, ours: number, reference: number | null): Figure => ({
  quantity,
  unit,
  reference,
  ours,
  limit: reference === null ? null : 1,
})
