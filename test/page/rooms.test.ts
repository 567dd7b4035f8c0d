import { describe, expect, test, vi } from "vitest"
import { flawsOf } from "../support/axe.ts"
import { phone } from "../support/browser.ts"
import { choose, field, log, nav, openPanel, panel, row, rowNames, setRoomsStage } from "./rooms-stage.ts"

// Several browsers at once take their time where a machine is busy.
vi.setConfig({ testTimeout: 90_000 })

const stage = setRoomsStage()

describe("the list", () => {
  test("what is done to a room by its menu is kept, and shows on the user's other devices", async () => {
    await stage.makeRoom("one", "Room one", ["alice", "bob"])
    await stage.makeRoom("two", "Room two", ["alice", "bob"])
    await stage.say("bob", "one", "older")
    await stage.say("bob", "two", "newer")
    const [here, there] = [await stage.open("alice"), await stage.open("alice")]
    await row(here, "Room two").waitFor()
    expect((await rowNames(here)).slice(0, 2)).toEqual(["Room two", "Room one"])
    await choose(here, "Room one", "Pin to top")
    await expect.poll(async () => (await rowNames(there))[0]).toBe("Room one")
    await choose(here, "Room one", "Mute")
    await row(there, "Room one").getByRole("img", { name: "Muted" }).waitFor()
    expect((await stage.as("alice", "GET", "/rooms/one")).muted).toBe(true)
    await choose(here, "Room one", "Mark as read")
    await row(there, "Room one").getByText("1 unread message").waitFor({ state: "detached" })
    await choose(here, "Room one", "Unmute")
    await choose(here, "Room one", "Unpin")
    await expect.poll(async () => (await rowNames(there))[0]).toBe("Room two")
  })

  test("a hidden room stands in its own view, and comes back with a new message", async () => {
    await stage.makeRoom("shy", "Shy room", ["alice", "bob"])
    await stage.say("bob", "shy", "hello")
    const alice = await stage.open("alice")
    await choose(alice, "Shy room", "Hide until a new message")
    await row(alice, "Shy room").waitFor({ state: "detached" })
    await nav(alice).getByRole("button", { name: "Hidden 1" }).click()
    await row(alice, "Shy room").waitFor()
    expect(await rowNames(alice)).toEqual(["Shy room"])
    await stage.say("bob", "shy", "are you there?")
    await expect.poll(async () => (await stage.as("alice", "GET", "/rooms/shy")).pref.hidden).toBe(false)
    await nav(alice).getByRole("button", { name: "All", exact: true, pressed: true }).waitFor()
    await row(alice, /Shy room.*are you there/).waitFor()
  })

  test("a room that was hidden while the page was closed is there again after a message", async () => {
    await stage.makeRoom("away", "Away room", ["alice", "bob"])
    await stage.as("alice", "POST", "/roomPrefs/away", { hidden: true })
    await stage.say("bob", "away", "while you were away")
    const alice = await stage.open("alice")
    await row(alice, /Away room.*while you were away/).waitFor()
  })

  test("folders and tags are made, filter the list, and are renamed, coloured and removed in all rooms", async () => {
    await stage.makeRoom("work-1", "Plans", ["alice", "bob"])
    await stage.makeRoom("work-2", "Budget", ["alice", "bob"])
    await stage.as("alice", "POST", "/roomPrefs/work-2", { folder: "Work", tags: ["urgent"] })
    const alice = await stage.open("alice")
    await choose(alice, "Plans", "Folder and tags")
    const labels = alice.getByRole("dialog", { name: "Folder and tags" })
    await labels.getByRole("button", { name: "Work" }).click()
    await labels.getByRole("button", { name: "Work", pressed: true }).waitFor()
    await labels.getByRole("textbox", { name: "New tag" }).fill("later")
    await labels.getByRole("textbox", { name: "New tag" }).press("Enter")
    await labels.getByRole("button", { name: "later", pressed: true }).waitFor()
    await alice.keyboard.press("Escape")
    await row(alice, "Plans").getByRole("img", { name: "Tags: later" }).waitFor()

    await nav(alice).getByRole("button", { name: "Work 2" }).click()
    await expect.poll(async () => (await rowNames(alice)).sort()).toEqual(["Budget", "Plans"])
    await nav(alice).getByRole("button", { name: "urgent 1" }).click()
    await expect.poll(() => rowNames(alice)).toEqual(["Budget"])

    await nav(alice).getByRole("button", { name: "Folders and tags" }).click()
    const all = alice.getByRole("dialog", { name: "Folders and tags" })
    await all.getByRole("button", { name: "Rename Work" }).click()
    await all.getByRole("textbox", { name: "New name" }).fill("Office")
    await all.getByRole("button", { name: "Save" }).click()
    await all.getByText("Office").waitFor()
    await all.getByRole("group", { name: "Colour of urgent" }).getByRole("button").nth(2).click()
    await all.getByRole("button", { name: "Colour 3", pressed: true }).waitFor()
    await all.getByRole("button", { name: "Remove later" }).click()
    await all.getByText("later").waitFor({ state: "detached" })
    const pref = async (room: string) => (await stage.as("alice", "GET", `/rooms/${room}`)).pref
    expect(await pref("work-1")).toMatchObject({ folder: "Office", tags: [] })
    expect(await pref("work-2")).toMatchObject({ folder: "Office", tagColors: { urgent: "#4d7c0f" } })
    expect((await stage.as("bob", "GET", "/rooms/work-2")).pref.folder).toBe("")
  })

  test("shows that somebody types, that the user is mentioned, and what was begun to be written", async () => {
    await stage.makeRoom("busy", "Busy room", ["alice", "bob"])
    await stage.makeRoom("other", "Other room", ["alice", "bob"])
    const [alice, bob] = [await stage.open("alice"), await stage.open("bob")]
    await row(alice, "Busy room").click()
    await field(alice).fill("half a thought")
    await row(alice, "Other room").click()
    await row(alice, /Busy room.*Draft: half a thought/).waitFor()
    await row(bob, "Busy room").click()
    await field(bob).pressSequentially("I am writing")
    await row(alice, /Busy room.*Bob is typing/).waitFor()
    await stage.say("bob", "busy", "@alice look", { mentions: ["alice"] })
    await row(alice, "Busy room").getByRole("img", { name: "You are mentioned" }).waitFor()
  })

  test("marks a room in which something could not be sent", async () => {
    await stage.makeRoom("stuck", "Stuck room", ["alice", "bob"])
    await stage.makeRoom("free", "Free room", ["alice", "bob"])
    const alice = await stage.open("alice")
    await row(alice, "Stuck room").click()
    await field(alice).waitFor()
    await alice.route("**/rooms/stuck/message", route =>
      route.fulfill({ status: 403, json: { RC: 403, RM: "FORBIDDEN" } }),
    )
    await field(alice).fill("never arrives")
    await field(alice).press("Enter")
    await row(alice, "Free room").click()
    await row(alice, "Stuck room").getByRole("img", { name: "A message was not sent" }).waitFor()
    expect(await row(alice, "Free room").getByRole("img", { name: "A message was not sent" }).count()).toBe(0)
  })

  test("2,000 rooms need few rows, and are filtered while one types", async () => {
    const ids = Array.from({ length: 2000 }, (_, n) => `many-${n}`)
    await stage.platform("POST", "/admin/clients", { _id: "dave", nickname: "Dave" })
    for (let from = 0; from < ids.length; from += 50) {
      await Promise.all(
        ids.slice(from, from + 50).map(_id =>
          stage.platform("POST", "/rooms/", {
            ...{ _id, name: `Number ${_id.slice(5)}!`, roomType: "group", members: ["bender", "dave"] },
          }),
        ),
      )
    }
    const page = await stage.open("bender")
    await nav(page).locator(".room-row").first().waitFor()
    const drawn = () => nav(page).locator(".room-row").count()
    expect(await drawn()).toBeLessThan(100)
    const [first] = await rowNames(page)
    await nav(page)
      .locator(".rooms")
      .evaluate(list => list.scrollTo(0, list.scrollHeight))
    await expect.poll(async () => (await rowNames(page)).includes(first ?? "")).toBe(false)
    expect(await drawn()).toBeGreaterThan(5)
    expect(await drawn()).toBeLessThan(100)
    await nav(page).getByRole("textbox", { name: "Search" }).pressSequentially("number 1234")
    await expect.poll(() => rowNames(page)).toEqual(["Number 1234!"])
    await nav(page).getByRole("textbox", { name: "Search" }).fill("dave")
    await nav(page).getByRole("list", { name: "People" }).getByRole("button", { name: "Dave" }).waitFor()
    expect(await drawn()).toBeLessThan(100)
  })

  test("is used without a mouse", async () => {
    await stage.makeRoom("keys", "Keyboard room", ["alice", "bob"])
    const alice = await stage.open("alice")
    await row(alice, "Keyboard room").waitFor()
    await nav(alice).getByRole("textbox", { name: "Search" }).fill("keyboard")
    // The row of the list looks the same, and makes way for the one that was found.
    await nav(alice).getByRole("heading", { name: "Conversations" }).waitFor()
    await row(alice, "Keyboard room").waitFor()
    await alice.keyboard.press("ArrowDown")
    await alice.keyboard.press("ArrowRight")
    await alice.getByRole("menu").getByRole("menuitem", { name: "Pin to top" }).waitFor()
    await alice.keyboard.press("Escape")
    const focused = () => alice.evaluate(() => (document.activeElement as HTMLElement).dataset.room)
    await expect.poll(focused).toBe("keys")
    await alice.keyboard.press("ArrowUp")
    await alice.keyboard.press("Escape")
    await expect.poll(async () => (await rowNames(alice)).length).toBeGreaterThan(1)
  })
})

describe("finding", () => {
  test("a message of any room, which is then shown where it was said", async () => {
    await stage.makeRoom("long", "Long room", ["alice", "bob"])
    await stage.say("bob", "long", "the needle in the haystack")
    for (let n = 1; n <= 120; n++) await stage.say("bob", "long", `straw ${n}.`)
    const alice = await stage.open("alice")
    await nav(alice).getByRole("textbox", { name: "Search" }).fill("needle")
    const hits = nav(alice).getByRole("list", { name: "Messages" })
    await hits.getByRole("button", { name: /Long room.*needle/ }).click()
    await log(alice).getByText("the needle in the haystack").waitFor()
    expect(await log(alice).getByText("straw 120.").count()).toBe(0)
  })

  test("nothing is said to be found when nothing is", async () => {
    const alice = await stage.open("alice")
    await nav(alice).getByRole("textbox", { name: "Search" }).fill("xyzzy-nowhere")
    await nav(alice).getByText("Nothing found").waitFor()
  })
})

describe("beginning", () => {
  test("a person without any room is led to a first conversation, by an id", async () => {
    await stage.platform("POST", "/admin/clients", { _id: "nobody-knows", nickname: "Erin" })
    const carol = await stage.open("carol")
    await nav(carol).getByText("No conversations yet").waitFor()
    await nav(carol).getByRole("button", { name: "Start a conversation" }).click()
    const dialog = carol.getByRole("dialog", { name: "New conversation" })
    await dialog.getByRole("textbox", { name: "Name or user ID" }).fill("not-there")
    await dialog.getByRole("button", { name: "Use ID “not-there”" }).click()
    await dialog.getByRole("alert").waitFor()
    await dialog.getByRole("textbox", { name: "Name or user ID" }).fill("nobody-knows")
    await dialog.getByRole("button", { name: "Use ID “nobody-knows”" }).click()
    await field(carol).fill("Hello Erin")
    await field(carol).press("Enter")
    await row(carol, /Erin.*Hello Erin/).waitFor()
  })

  test("a group with a name and people, which all of them see at once", async () => {
    await stage.makeRoom("known", "Known", ["alice", "bob"])
    const [alice, bob] = [await stage.open("alice"), await stage.open("bob")]
    await nav(alice).getByRole("button", { name: "New conversation" }).click()
    await alice.getByRole("button", { name: "New group" }).click()
    const dialog = alice.getByRole("dialog", { name: "New group" })
    await dialog.getByRole("textbox", { name: "Group name" }).fill("Fresh group")
    await dialog.getByRole("list", { name: "People" }).getByRole("button", { name: "Bob" }).click()
    await dialog.getByRole("list", { name: "Chosen people" }).getByText("Bob").waitFor()
    await dialog.getByRole("button", { name: "Create group" }).click()
    await field(alice).waitFor()
    await row(bob, "Fresh group").waitFor()
    await log(alice).getByText("You added Bob").waitFor()
  })

  test("an invitation is shown as it comes, accepted with a click, or declined for good", async () => {
    const [alice, bob] = [await stage.open("alice"), await stage.open("bob")]
    const invite = (_id: string, name: string) =>
      stage.as("alice", "POST", "/rooms/createAndJoin", {
        ...{ _id, name, roomType: "group", invitee: ["bob"], invitationRequired: true },
      })
    await invite("club", "Book club")
    await invite("golf", "Golf club")
    const invitations = nav(bob).getByRole("region", { name: "Invitations" })
    await invitations.getByText("Golf club").waitFor()
    await invitations.getByRole("button", { name: "Decline the invitation to Golf club" }).click()
    await invitations.getByText("Golf club").waitFor({ state: "detached" })
    await invitations.getByRole("button", { name: "Accept the invitation to Book club" }).click()
    await row(bob, "Book club").waitFor()
    await invitations.waitFor({ state: "detached" })
    await row(alice, /Book club.*Bob joined/).waitFor()
    await bob.reload()
    await row(bob, "Book club").waitFor()
    expect(await nav(bob).getByRole("region", { name: "Invitations" }).count()).toBe(0)
  })
})

describe("on a phone", () => {
  test("the browser's back closes what was opened last: a window, then the room", async () => {
    await stage.makeRoom("pocket", "Pocket room", ["alice", "bob"])
    const alice = await stage.open("alice", phone)
    const before = alice.url()
    await row(alice, "Pocket room").click()
    await alice.getByRole("main").getByRole("button", { name: "Pocket room", exact: true }).click()
    await alice.getByRole("dialog", { name: "Details" }).waitFor()
    await alice.goBack()
    await alice.getByRole("dialog", { name: "Details" }).waitFor({ state: "detached" })
    expect(await field(alice).isVisible()).toBe(true)
    await alice.goBack()
    await row(alice, "Pocket room").waitFor()
    expect(await field(alice).count()).toBe(0)
    expect(alice.url()).toBe(before)
  })

  test("the page's own back leaves no step behind", async () => {
    const alice = await stage.open("alice", phone)
    const depth = () => alice.evaluate(() => history.state?.parleyDepth)
    await row(alice, "Pocket room").click()
    await expect.poll(depth).toBe(1)
    await alice.getByRole("button", { name: "Back to chats" }).click()
    await expect.poll(depth).toBe(0)
    await row(alice, "Pocket room").click()
    await expect.poll(depth).toBe(1)
    await alice.goBack()
    await row(alice, "Pocket room").waitFor()
    expect(await field(alice).count()).toBe(0)
  })

  test("a long press opens what can be done with a room, and does not open the room", async () => {
    const alice = await stage.open("alice", phone)
    await row(alice, "Pocket room").waitFor()
    const finger = await alice.context().newCDPSession(alice)
    await finger.send("Emulation.setTouchEmulationEnabled", { enabled: true })
    const { x = 0, y = 0 } = (await row(alice, "Pocket room").boundingBox()) ?? {}
    const touchPoints = [{ x: x + 40, y: y + 20 }]
    await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints })
    const sheet = alice.getByRole("dialog", { name: "Pocket room" })
    await sheet.waitFor()
    await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] })
    await sheet.getByRole("button", { name: "Mute" }).click()
    await sheet.waitFor({ state: "detached" })
    await row(alice, "Pocket room").getByRole("img", { name: "Muted" }).waitFor()
    expect(await field(alice).count()).toBe(0)
  })
})

describe.each(["0", "1"])("with darkMode=%s", dark => {
  test("the list, its windows and the panel have no flaw that a tool finds", async () => {
    await stage.makeRoom(`axe-${dark}`, `Room ${dark}`, ["alice", "bob", "carol"], "alice")
    await stage.say("bob", `axe-${dark}`, "@alice hello", { mentions: ["alice"] })
    await stage.as("alice", "POST", `/roomPrefs/axe-${dark}`, { tags: ["plum"], folder: "Garden" })
    const alice = await stage.open("alice", undefined, `&darkMode=${dark}`)
    await row(alice, `Room ${dark}`).waitFor()
    expect(await flawsOf(alice)).toEqual([])
    await nav(alice).getByRole("textbox", { name: "Search" }).fill("hello")
    await nav(alice).getByRole("list", { name: "Messages" }).getByRole("button").first().waitFor()
    expect(await flawsOf(alice)).toEqual([])
    await nav(alice).getByRole("button", { name: "Clear search" }).click()
    for (const name of ["New conversation", "Your profile", "Folders and tags"]) {
      await nav(alice).getByRole("button", { name }).click()
      await alice.getByRole("dialog", { name }).waitFor()
      expect(await flawsOf(alice)).toEqual([])
      await alice.keyboard.press("Escape")
    }
    await openPanel(alice, `Room ${dark}`)
    await panel(alice).getByRole("button", { name: "Options for Bob" }).click()
    expect(await flawsOf(alice)).toEqual([])
  })
})
