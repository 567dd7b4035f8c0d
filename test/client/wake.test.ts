import { afterEach, expect, test, vi } from "vitest"
import { startProxy } from "../support/flaky-proxy.ts"
import { online, setStage, texts, until } from "./stage.ts"

/** What a client sees of a browser around it. */
function standInBrowser() {
  const page = new EventTarget()
  const screen = Object.assign(new EventTarget(), { visibilityState: "hidden" })
  vi.stubGlobal("window", page)
  vi.stubGlobal("document", screen)
  return {
    look: () => {
      screen.visibilityState = "visible"
      screen.dispatchEvent(new Event("visibilitychange"))
    },
    findNetwork: () => page.dispatchEvent(new Event("online")),
  }
}
afterEach(() => vi.unstubAllGlobals())

test("when somebody looks at the page again a dead link is found out at once, not heartbeats later", async () => {
  const stage = await setStage("sqlite", { SOCKET_PING_INTERVAL: "60000" })
  const proxy = await startProxy(stage.parley.url)
  const browser = standInBrowser()
  try {
    const alice = await stage.enter("alice", { url: proxy.url })
    proxy.links()[0]?.half()
    await stage.say("while nobody looked")
    browser.look()
    await until(alice, "offline", () => alice.state === "offline")
    await online(alice)
    expect(texts(alice)).toContain("while nobody looked")
  } finally {
    await stage.close()
    await proxy.close()
  }
})

test("what a live link has lost is looked for as well", async () => {
  const stage = await setStage("sqlite", { SOCKET_PING_INTERVAL: "60000" })
  const proxy = await startProxy(stage.parley.url)
  const browser = standInBrowser()
  try {
    const alice = await stage.enter("alice", { url: proxy.url })
    proxy.links()[0]?.half("down")
    await stage.say("not heard")
    browser.findNetwork()
    await until(alice, "there", () => texts(alice).includes("not heard"))
    expect(alice.state).toBe("online")
  } finally {
    await stage.close()
    await proxy.close()
  }
})
