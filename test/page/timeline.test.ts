import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest"
import {
  line,
  log,
  rowsDrawn,
  seen,
  setTimelineStage,
  type TimelineStage,
  topOf,
  wheel,
} from "./timeline-stage.ts"

vi.setConfig({ testTimeout: 60_000 })

let stage: TimelineStage
const patient = { timeout: 20_000, interval: 20 }

beforeAll(async () => {
  stage = await setTimelineStage()
})
afterAll(() => stage?.close())
afterEach(() => stage.closePages())

const isAtEnd = (page: Parameters<typeof log>[0]) =>
  log(page).evaluate(frame => frame.scrollHeight - frame.scrollTop - frame.clientHeight < 3)

test("of thousands of messages only those around what is seen are drawn, and each can be reached", async () => {
  const room = await stage.room()
  await stage.fill(room, 5_000)
  const alice = await stage.open("alice", room)
  await line(alice, "line 5000.").waitFor()
  expect(await isAtEnd(alice)).toBe(true)
  let most = 0
  await expect
    .poll(async () => {
      await wheel(alice, -4_000)
      most = Math.max(most, await rowsDrawn(alice))
      return Number((await seen(alice))[0]?.match(/\d+/)?.[0])
    }, patient)
    .toBeLessThan(4_000)
  expect(most).toBeLessThan(150)
  const numbers = (await seen(alice)).map(words => Number(words.match(/\d+/)?.[0]))
  expect(numbers.length).toBeGreaterThan(5)
  expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] as number) + i))
  await alice.getByRole("button", { name: /Jump to latest/ }).click()
  await line(alice, "line 5000.").waitFor()
  expect(await isAtEnd(alice)).toBe(true)
})

test("what is seen keeps its place when older messages come in above", async () => {
  const room = await stage.room()
  await stage.fill(room, 400)
  const alice = await stage.open("alice", room)
  await line(alice, "line 400.").waitFor()
  const held: (() => void)[] = []
  await alice.route(/messages\/v3/, async route => {
    await new Promise<void>(release => held.push(release))
    await route.continue()
  })
  await expect
    .poll(async () => {
      await wheel(alice, -600)
      return held.length
    }, patient)
    .toBe(1)
  await expect.poll(() => log(alice).evaluate(frame => frame.scrollTop)).toBeLessThan(1_400)
  const [first = ""] = (await seen(alice)).slice(1)
  const before = await topOf(alice, first)
  held.shift()?.()
  await expect.poll(() => log(alice).evaluate(frame => frame.scrollHeight)).toBeGreaterThan(4_000)
  await alice.getByRole("status", { name: "Loading…" }).waitFor({ state: "detached" })
  expect(Math.abs((await topOf(alice, first)) - before)).toBeLessThan(2)
})

test("who is at the very top while something is loading gets what comes before it afterwards", async () => {
  const room = await stage.room()
  await stage.fill(room, 130)
  const alice = await stage.open("alice", room)
  const held: (() => void)[] = []
  await alice.route(/messages\/v3/, async route => {
    if (route.request().url().includes("beforeMessage")) await new Promise<void>(go => held.push(go))
    await route.continue()
  })
  await line(alice, "line 130.").waitFor()
  await log(alice).evaluate(frame => frame.scrollTo(0, 0))
  await expect.poll(() => held.length, patient).toBe(1)
  await log(alice).evaluate(frame => frame.scrollTo(0, 0))
  const before = await log(alice).evaluate(frame => frame.scrollHeight)
  held.shift()?.()
  await expect.poll(() => log(alice).evaluate(frame => frame.scrollHeight), patient).toBeGreaterThan(before)
  await expect
    .poll(async () => {
      held.shift()?.()
      await log(alice).evaluate(frame => frame.scrollTo(0, 0))
      return line(alice, "line 1.").count()
    }, patient)
    .toBe(1)
})

test("a page that could not be loaded says so, and comes when it is asked for again", async () => {
  const room = await stage.room()
  await stage.fill(room, 120)
  const alice = await stage.open("alice", room)
  await line(alice, "line 120.").waitFor()
  let isBroken = true
  await alice.route(/beforeMessage/, route => (isBroken ? route.abort() : route.continue()))
  await expect
    .poll(async () => {
      await log(alice).evaluate(frame => frame.scrollTo(0, 0))
      return alice.getByText("Older messages could not be loaded.").count()
    }, patient)
    .toBe(1)
  isBroken = false
  await alice.getByRole("button", { name: "Try again" }).click()
  await alice.getByText("Older messages could not be loaded.").waitFor({ state: "detached" })
  await expect
    .poll(async () => {
      await log(alice).evaluate(frame => frame.scrollTo(0, 0))
      return line(alice, "line 1.").count()
    }, patient)
    .toBe(1)
})

test("at the end one stays there; above it the place is kept and what comes is counted", async () => {
  const room = await stage.room()
  await stage.fill(room, 60)
  const alice = await stage.open("alice", room)
  await line(alice, "line 60.").waitFor()
  await stage.say(room, "first news")
  await line(alice, "first news").waitFor()
  expect(await isAtEnd(alice)).toBe(true)
  await wheel(alice, -500)
  await alice.getByRole("button", { name: "Jump to latest", exact: true }).waitFor()
  const [top = ""] = (await seen(alice)).slice(1)
  const before = await topOf(alice, top)
  await stage.say(room, "second news")
  await stage.say(room, "third news")
  await alice.getByRole("button", { name: "Jump to latest, 2 new" }).waitFor()
  expect(Math.abs((await topOf(alice, top)) - before)).toBeLessThan(2)
  await alice.getByRole("button", { name: "Jump to latest, 2 new" }).click()
  await expect.poll(() => isAtEnd(alice)).toBe(true)
  await line(alice, "third news").waitFor()
})

test("a room opens at the first unread message, also when that is pages away", async () => {
  const room = await stage.room()
  await stage.fill(room, 200)
  const { lastMessage } = await stage.as("alice", "GET", `/rooms/${room}`)
  for (let n = 1; n <= 70; n++) await stage.say(room, `unread ${n}`)
  expect(lastMessage.message).toBe("line 200.")
  const alice = await stage.open("alice", room)
  await alice.getByText("New messages", { exact: true }).waitFor()
  const words = await seen(alice)
  expect(words).toContain("unread 1")
  expect(words).not.toContain("unread 70")
  expect(await topOf(alice, "unread 1")).toBeLessThan(150)
})

test("each day has its name, above its messages and over them while one scrolls", async () => {
  const room = await stage.room()
  await stage.fill(room, 3_000)
  const alice = await stage.open("alice", room)
  await line(alice, "line 3000.").waitFor()
  await expect
    .poll(async () => {
      await wheel(alice, -3_000)
      return log(alice).getByText("Yesterday").count()
    }, patient)
    .toBeGreaterThan(0)
  await expect
    .poll(async () => {
      await wheel(alice, -50)
      return alice.locator(".floating-day.shown").textContent({ timeout: 2_000 })
    }, patient)
    .toMatch(/Yesterday|Today|day/)
})

test("one jumps far back, reads on into the newest, and returns", async () => {
  const room = await stage.room()
  await stage.fill(room, 1_000)
  await stage.say(room, "an answer", "bob", { reply: await stage.idOf(room, 300) })
  const alice = await stage.open("alice", room)
  await line(alice, "an answer").waitFor()
  await log(alice)
    .getByRole("button", { name: /line 300\./ })
    .click()
  await line(alice, "line 300.").waitFor()
  expect(await seen(alice)).toContain("line 300.")
  expect(await rowsDrawn(alice)).toBeLessThan(150)

  await stage.say(room, "said meanwhile")
  expect(await line(alice, "said meanwhile").count()).toBe(0)
  await expect
    .poll(async () => {
      await wheel(alice, 3_000)
      return line(alice, "said meanwhile").count()
    }, patient)
    .toBe(1)
  const numbers = (await seen(alice)).filter(words => words.startsWith("line"))
  expect(numbers.at(-1)).toBe("line 1000.")

  await log(alice)
    .getByRole("button", { name: /line 300\./ })
    .click()
  await line(alice, "line 300.").waitFor()
  await alice.getByRole("button", { name: /Jump to latest/ }).click()
  await line(alice, "said meanwhile").waitFor()
  expect(await isAtEnd(alice)).toBe(true)
})

test("what changes in an old part of the history changes where it is read", async () => {
  const room = await stage.room()
  await stage.fill(room, 500)
  await stage.say(room, "an answer", "bob", { reply: await stage.idOf(room, 100) })
  const alice = await stage.open("alice", room)
  await log(alice)
    .getByRole("button", { name: /line 100\./ })
    .click()
  await line(alice, "line 101.").waitFor()
  await stage.as("bob", "POST", `/rooms/${room}/message`, {
    _id: await stage.idOf(room, 101),
    message: "changed far up",
  })
  await line(alice, "changed far up").waitFor()
  await stage.as("alice", "POST", "/messages/user-delete", { room, messages: [await stage.idOf(room, 102)] })
  await line(alice, "line 102.").waitFor({ state: "detached" })
})

test("a message that is gone cannot be jumped to, and a sentence says so", async () => {
  const room = await stage.room()
  await stage.fill(room, 200)
  const gone = await stage.idOf(room, 20)
  await stage.say(room, "an answer", "bob", { reply: gone })
  const alice = await stage.open("alice", room)
  await line(alice, "an answer").waitFor()
  await alice.route(new RegExp(`/messages/${gone}`), route =>
    route.fulfill({ status: 404, json: { RC: 404, RM: "There is no such message." } }),
  )
  await log(alice)
    .getByRole("button", { name: /line 20\./ })
    .click()
  await alice.getByText("That message is not there any more.").waitFor()
  await line(alice, "an answer").waitFor()
})

test("new messages of others are read out once, own ones and changes are not", async () => {
  const room = await stage.room()
  await stage.say(room, "before")
  const alice = await stage.open("alice", room)
  await line(alice, "before").waitFor()
  const spoken = alice.locator("[aria-live=polite]")
  const id = await stage.say(room, "hear this")
  await spoken.getByText("Bob: hear this").waitFor()
  await stage.as("bob", "POST", `/rooms/${room}/message`, { _id: id, message: "changed" })
  await line(alice, "changed").waitFor()
  await stage.as("alice", "POST", `/rooms/${room}/message`, { message: "of my own" })
  await line(alice, "of my own").waitFor()
  await stage.say(room, "and this")
  await spoken.getByText("Bob: and this").waitFor()
  expect(await spoken.allTextContents()).not.toContainEqual(expect.stringMatching(/changed|of my own/))
  expect(await spoken.getByText("hear this").count()).toBeLessThan(2)
})
