import type { CDPSession, Page, Worker } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { vapid } from "../delivery/push/devices-stage.ts"
import {
  heading,
  listed,
  look,
  type NoticeStage,
  type Scope,
  setNoticeStage,
  shown,
  soon,
} from "./notice-stage.ts"

let stage: NoticeStage
beforeAll(async () => {
  stage = await setNoticeStage()
})
afterAll(() => stage?.close())

/** The worker, with a way to hand it pushes as a push service does. */
async function startWorker(
  page: Page,
): Promise<{ worker: Worker; push: (body: object | string) => Promise<void> }> {
  const owner = stage.context()
  const other = await owner.newPage()
  await other.goto(`${stage.parley.url}/healthz`)
  const arrived = owner.waitForEvent("serviceworker")
  await other.evaluate(async () => {
    await navigator.serviceWorker.register("/sw.js")
    await navigator.serviceWorker.ready
  })
  const worker = owner.serviceWorkers()[0] ?? (await arrived)
  await other.close()
  const session: CDPSession = await owner.newCDPSession(page)
  const registration = new Promise<string>(resolve =>
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [first] = registrations
      if (first) resolve(first.registrationId)
    }),
  )
  await session.send("ServiceWorker.enable")
  const registrationId = await registration
  const push = async (body: object | string) => {
    const data = typeof body === "string" ? body : JSON.stringify(body)
    await session.send("ServiceWorker.deliverPushMessage", { origin: stage.parley.url, registrationId, data })
  }
  return { worker, push }
}

const pushOf = (more: object = {}) => ({
  title: "Ops",
  body: "Mina: See you at six",
  badge: 4,
  type: "chatroom_chat:side",
  redirect: "/chat",
  tag: "push-1",
  payload: { _id: "66b0c0ffee0000000000a001", room: "side" },
  ...more,
})

const shownBy = (worker: Worker): Promise<Scope[]> =>
  worker.evaluate(async () => {
    const all = await (self as Scope).registration.getNotifications()
    return all.map(({ title, body, tag, data }: Scope) => ({ title, body, tag, data }))
  })

const click = (worker: Worker) =>
  worker.evaluate(async () => {
    const here = self as Scope
    const [notification] = await here.registration.getNotifications()
    here.dispatchEvent(new here.NotificationEvent("notificationclick", { notification }))
  })

test("the worker shows a push, once however often it comes, and not while a page is looked at", async () => {
  const page = await stage.openChat()
  const { worker, push } = await startWorker(page)
  await worker.evaluate(() => {
    const here = self as Scope
    const real = here.clients.matchAll.bind(here.clients)
    here.looked = 0
    here.clients.matchAll = async (options: object) => {
      const windows = await real(options)
      here.looked++
      return windows
    }
  })
  await push(pushOf({ title: "Looked at" }))
  await soon(() => worker.evaluate(() => (self as Scope).looked)).toBe(1)
  await page.goto("about:blank")
  await push(pushOf())
  await soon(() => shownBy(worker)).toHaveLength(1)
  await push(pushOf({ tag: "push-2" }))
  await push("not even JSON")
  const lines = async () => (await shownBy(worker)).map(({ title, body }) => `${title}: ${body}`).sort()
  await soon(lines).toEqual(["Ops: Mina: See you at six", "not even JSON: "])
  const first = (await shownBy(worker)).find(({ title }) => title === "Ops")
  expect(first).toMatchObject({
    tag: "push-1",
    data: { messageId: "66b0c0ffee0000000000a001", roomId: "side", redirect: "/chat" },
  })
})

test("a click on a push opens its room in the open page, else in a new one of this origin", async () => {
  const page = await stage.openChat()
  const { worker, push } = await startWorker(page)
  await page.goto("about:blank")
  await push(pushOf({ redirect: "https://evil.example/" }))
  await soon(() => shownBy(worker)).toHaveLength(1)
  await worker.evaluate(() => {
    const here = self as Scope
    here.opened = []
    here.clients.openWindow = async (url: string) => void here.opened.push(url)
  })
  await click(worker)
  const opened = () => worker.evaluate(() => (self as Scope).opened)
  await soon(opened).toEqual([`${stage.parley.url}/chat?roomId=side`])
  expect(await shownBy(worker)).toEqual([])

  await page.goto("about:blank")
  await push(pushOf())
  await soon(() => shownBy(worker)).toHaveLength(1)
  await page.goto(`${stage.parley.url}/chat?autoSelectRoom=0`)
  await listed(page, /Side/).waitFor()
  await click(worker)
  await heading(page, "Side room").waitFor()
  expect(await opened()).toHaveLength(1)
})

/** A push service that any browser may subscribe at; it is far away and its browser's keys are its own business. */
async function giveSubscription(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const keys = { p256dh: "BPlaceholderOfAKey", auth: "placeholder" }
    let held: Scope
    const proto = PushManager.prototype as Scope
    proto.getSubscription = async () => held
    proto.subscribe = async (options: Scope) => {
      held = {
        options: {},
        toJSON: () => ({ endpoint: "https://push.example/1", keys, key: options.applicationServerKey }),
        unsubscribe: async () => {
          held = null
          return true
        },
      }
      return held
    }
  })
}

test("the switch asks, registers this browser with the server, and takes it back", async () => {
  const page = await stage.openChat()
  await giveSubscription(page)
  await page.reload()
  const calls: [string, Scope][] = []
  page.on("request", request => {
    if (/\/me\/(un)?subscribe$/.test(request.url()))
      calls.push([new URL(request.url()).pathname, request.postDataJSON()])
  })
  await page.getByRole("button", { name: "Your profile" }).click()
  const push = page.getByRole("switch", { name: "Notifications on this device" })
  await push.waitFor()
  expect(await push.getAttribute("aria-checked")).toBe("false")
  await push.click()
  await page.getByRole("switch", { name: "Notifications on this device", checked: true }).waitFor()
  const deviceId = await page.evaluate(() => localStorage.getItem("Parley:deviceId"))
  const [[path, body]] = calls as [[string, Scope]]
  expect([path, body.type, body.deviceId]).toEqual(["/me/subscribe", "web", deviceId])
  expect(JSON.parse(body.token)).toMatchObject({ endpoint: "https://push.example/1", key: vapid.publicKey })

  await push.click()
  await page.getByRole("switch", { name: "Notifications on this device", checked: false }).waitFor()
  expect(calls.at(-1)).toEqual(["/me/unsubscribe", { type: "web", deviceId }])
  await page.keyboard.press("Escape")
  await look(page, false)
  await stage.say("switched off")
  await soon(() => page.title()).toMatch(/\d/)
  expect(await shown(page)).toEqual([])
})

test("a subscription that the push service ends is renewed without any page", async () => {
  const page = await stage.openChat()
  await giveSubscription(page)
  await page.reload()
  await page.getByRole("button", { name: "Your profile" }).click()
  await page.getByRole("switch", { name: "Notifications on this device" }).click()
  await page.getByRole("switch", { name: "Notifications on this device", checked: true }).waitFor()
  const worker = stage.context().serviceWorkers()[0] as Worker
  await page.goto("about:blank")
  const asked = await worker.evaluate(async () => {
    const here = self as Scope
    const calls: Scope[] = []
    const real = here.fetch
    here.fetch = async (url: string, options: RequestInit) => {
      const answer = await real(url, options)
      calls.push([url, JSON.parse(options.body as string), answer.status])
      return answer
    }
    const event = new Event("pushsubscriptionchange") as Scope
    const keys = { p256dh: "BAnother", auth: "another" }
    event.newSubscription = { toJSON: () => ({ endpoint: "https://push.example/2", keys }) }
    let work: Promise<unknown> = Promise.resolve()
    event.waitUntil = (promise: Promise<unknown>) => {
      work = promise
    }
    here.dispatchEvent(event)
    await work
    return calls
  })
  const [[path, body, status]] = asked
  expect([path, body.type, status]).toEqual(["/me/subscribe", "web", 200])
  expect(JSON.parse(body.token).endpoint).toBe("https://push.example/2")
})

test("whoever comes after another user in the same browser gets none of their pushes", async () => {
  const page = await stage.openChat()
  await giveSubscription(page)
  await page.reload()
  await page.getByRole("button", { name: "Your profile" }).click()
  await page.getByRole("switch", { name: "Notifications on this device" }).click()
  await page.getByRole("switch", { name: "Notifications on this device", checked: true }).waitFor()
  await page.keyboard.press("Escape")
  await page.evaluate(token => {
    location.hash = `#/?token=${token}`
  }, stage.cast.bob)
  const held = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration()
      return Boolean(await registration?.pushManager.getSubscription()) || (await caches.has("parley"))
    })
  await soon(held).toBe(false)
})
