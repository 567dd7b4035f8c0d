import type { Page } from "playwright-core"
import { describe, expect, test, vi } from "vitest"
import { asUser, platform } from "../support/backend.ts"
import { desktop, phone } from "../support/browser.ts"
import { makePicture } from "../support/pictures.ts"
import { field, log, nav, openPanel, panel, row, setRoomsStage } from "./rooms-stage.ts"

// Several browsers at once take their time where a machine is busy.
vi.setConfig({ testTimeout: 90_000 })

const stage = setRoomsStage()

const members = (page: Page) => panel(page).getByRole("list", { name: "Members" })
const member = (page: Page, name: string) => members(page).getByRole("listitem").filter({ hasText: name })

/** Does one thing about a member. */
async function act(page: Page, name: string, item: string): Promise<void> {
  await panel(page)
    .getByRole("button", { name: `Options for ${name}` })
    .click()
  await panel(page).getByRole("menuitem", { name: item, exact: true }).click()
}

describe.each([
  ["a desktop", desktop],
  ["a phone", phone],
])("the panel of a group on %s", (place, viewport) => {
  const id = (name: string) => `${name}-${place.slice(2)}`
  const named = (words: string) => `${words} on ${place}`

  test("changes name, description and picture for everybody", async () => {
    await stage.makeRoom(id("looks"), named("Plain room"), ["alice", "bob"], "alice")
    const [alice, bob] = [await stage.open("alice", viewport), await stage.open("bob", viewport)]
    await row(bob, named("Plain room")).click()
    await openPanel(alice, named("Plain room"))
    await panel(alice).getByRole("button", { name: "Edit name and description" }).click()
    await panel(alice).getByRole("textbox", { name: "Name" }).fill(named("Fancy room"))
    await panel(alice).getByRole("textbox", { name: "Description" }).fill("See https://example.com")
    await panel(alice).getByRole("button", { name: "Save" }).click()
    await panel(alice).getByRole("link", { name: "https://example.com" }).waitFor()
    await bob
      .getByRole("main")
      .getByRole("heading", { name: named("Fancy room") })
      .waitFor()
    await panel(alice)
      .locator("input[type=file]")
      .setInputFiles({
        ...{ name: "face.png", mimeType: "image/png", buffer: await makePicture(40, 30) },
      })
    await bob.getByRole("main").locator(".room-head img").waitFor()
    await panel(alice).getByRole("button", { name: "Remove picture" }).click()
    await bob.getByRole("main").locator(".room-head img").waitFor({ state: "detached" })
  })

  test("adds and removes members, makes admins and takes it away; the others see it at once", async () => {
    await stage.makeRoom(id("people"), named("People room"), ["alice", "bob"], "alice")
    const [alice, bob] = [await stage.open("alice", viewport), await stage.open("bob", viewport)]
    await openPanel(alice, named("People room"))
    await openPanel(bob, named("People room"))
    await panel(alice).getByRole("button", { name: "Add members" }).click()
    const adding = alice.getByRole("dialog", { name: "Add members" })
    await adding.getByRole("textbox", { name: "Name or user ID" }).fill("carol")
    await adding.getByRole("list", { name: "People" }).getByRole("button").first().click()
    await adding.getByRole("button", { name: "Add", exact: true }).click()
    await member(bob, "Carol").waitFor()
    await act(alice, "Carol", "Make admin")
    await member(bob, "Carol").getByText("Admin").waitFor()
    await act(alice, "Carol", "Take admin away")
    await member(bob, "Carol").getByText("Admin").waitFor({ state: "detached" })
    await act(alice, "Carol", "Remove from group")
    await alice
      .getByRole("dialog", { name: "Remove from group" })
      .getByRole("button", { name: "Remove" })
      .click()
    await member(bob, "Carol").waitFor({ state: "detached" })
    await bob.keyboard.press("Escape")
    await log(bob).getByText("Alice removed Carol").waitFor()
    await log(bob).getByText("Carol is now an admin").waitFor()
  })

  test("invites people, and withdraws it", async () => {
    await stage.makeRoom(id("asking"), named("Asking room"), ["alice", "bob"], "alice")
    const [alice, carol] = [await stage.open("alice", viewport), await stage.open("carol", viewport)]
    await openPanel(alice, named("Asking room"))
    await panel(alice).getByRole("button", { name: "Add members" }).click()
    const adding = alice.getByRole("dialog", { name: "Add members" })
    await adding.getByRole("textbox", { name: "Name or user ID" }).fill("carol")
    await adding.getByRole("list", { name: "People" }).getByRole("button").first().click()
    await adding.getByRole("switch", { name: /Ask them first/ }).check()
    await adding.getByRole("button", { name: "Invite" }).click()
    await nav(carol)
      .getByRole("button", { name: `Accept the invitation to ${named("Asking room")}` })
      .waitFor()
    await panel(alice).getByRole("button", { name: "Cancel the invitation of Carol" }).click()
    await nav(carol).getByText(named("Asking room")).waitFor({ state: "detached" })
    await panel(alice).getByRole("list", { name: "Invited" }).waitFor({ state: "detached" })
  })

  test("silences somebody and lifts it; reports somebody; deletes the group for all", async () => {
    await stage.makeRoom(id("order"), named("Order room"), ["alice", "bob"], "alice")
    const [alice, bob] = [await stage.open("alice", viewport), await stage.open("bob", viewport)]
    await openPanel(bob, named("Order room"))
    await openPanel(alice, named("Order room"))
    await act(alice, "Bob", "Ban from writing")
    await member(alice, "Bob").getByText("Banned").waitFor()
    await panel(bob).getByText("You are banned in this group").waitFor()
    await act(alice, "Bob", "Lift the ban")
    await panel(bob).getByText("You are banned in this group").waitFor({ state: "detached" })
    await act(alice, "Bob", "Report")
    const report = alice.getByRole("dialog", { name: "Report Bob" })
    await report.getByRole("radio", { name: "Abuse or harassment" }).check()
    await report.getByRole("textbox").fill("Rude words")
    await report.getByRole("button", { name: "Send report" }).click()
    await report.getByText("Thank you").waitFor()
    await report.getByRole("button", { name: "Done" }).click()
    await panel(alice).getByRole("button", { name: "Delete group" }).click()
    await alice
      .getByRole("dialog", { name: "Delete group" })
      .getByRole("button", { name: "Delete group" })
      .click()
    await row(alice, named("Order room")).waitFor({ state: "detached" })
    await row(bob, named("Order room")).waitFor({ state: "detached" })
    await panel(bob).waitFor({ state: "detached" })
  })
})

test("a plain member is offered nothing that only owners and admins may do", async () => {
  await stage.makeRoom("ruled", "Ruled room", ["alice", "bob", "carol"], "alice")
  const bob = await stage.open("bob")
  await openPanel(bob, "Ruled room")
  await member(bob, "Alice").getByText("Owner").waitFor()
  await panel(bob).getByRole("button", { name: "Leave group" }).waitFor()
  for (const name of ["Change picture", "Edit name and description", "Delete group"])
    expect(await panel(bob).getByRole("button", { name }).count()).toBe(0)
  await panel(bob).getByRole("button", { name: "Options for Carol" }).click()
  const items = await panel(bob).getByRole("menuitem").allTextContents()
  expect(items).toEqual(["Send a message", "Report"])
})

test("who gets a right while the panel is open sees it at once, and a refusal in the server's words", async () => {
  await stage.makeRoom("rising", "Rising room", ["alice", "bob", "carol"], "alice")
  const bob = await stage.open("bob")
  await openPanel(bob, "Rising room")
  await stage.as("alice", "PUT", "/rooms/rising/member/bob", { property: "role", value: "admin" })
  await panel(bob).getByRole("button", { name: "Edit name and description" }).click()
  await bob.route("**/rooms/rising", route => {
    const body = {
      RC: 403,
      RM: "FORBIDDEN",
      error: { code: "INSUFFICIENT_PERMISSIONS", message: "Only the owner may." },
    }
    return route.request().method() === "PUT" ? route.fulfill({ status: 403, json: body }) : route.continue()
  })
  await panel(bob).getByRole("button", { name: "Save" }).click()
  await panel(bob).getByRole("alert").getByText("Only the owner may.").waitFor()
})

test("leaving takes the room away at once, and the others read of it", async () => {
  await stage.makeRoom("farewell", "Farewell room", ["alice", "bob"])
  const [alice, bob] = [await stage.open("alice"), await stage.open("bob")]
  await row(alice, "Farewell room").click()
  await openPanel(bob, "Farewell room")
  await panel(bob).getByRole("button", { name: "Leave group" }).click()
  await bob.getByRole("dialog", { name: "Leave group" }).getByRole("button", { name: "Leave group" }).click()
  await row(bob, "Farewell room").waitFor({ state: "detached" })
  await log(alice).getByText("Bob left").waitFor()
  await bob.getByText("Select a conversation").waitFor()
})

test("members are found by name among many, and who is there is marked", async () => {
  const crowd = Array.from({ length: 60 }, (_, n) => ({ _id: `crowd-${n}`, nickname: `Guest ${n}.` }))
  await stage.platform("POST", "/admin/clients/list", { data: crowd })
  await stage.platform("POST", "/rooms/", {
    ...{ _id: "crowd", name: "Crowd", roomType: "group" },
    members: ["alice", "bob", ...crowd.map(({ _id }) => _id)],
  })
  const [alice] = [await stage.open("alice"), await stage.open("bob")]
  await openPanel(alice, "Crowd")
  await member(alice, "Alice").getByText("(you)").waitFor()
  expect(await members(alice).getByRole("listitem").count()).toBe(50)
  await panel(alice).getByRole("textbox", { name: "Search members" }).fill("guest 57")
  await member(alice, "Guest 57.").waitFor()
  expect(await members(alice).getByRole("listitem").count()).toBe(1)
  await panel(alice).getByRole("textbox", { name: "Search members" }).fill("bob")
  await member(alice, "Bob").getByText("Online").waitFor({ state: "attached" })
})

test("in a room of two each side sees a block, and writing ends and begins with it", async () => {
  const { _id } = await stage.as("alice", "POST", "/rooms/createAndJoin", {
    roomType: "direct",
    invitee: "bob",
  })
  await stage.say("bob", _id, "hello you")
  const [alice, bob] = [await stage.open("alice"), await stage.open("bob")]
  await openPanel(bob, "Alice")
  await openPanel(alice, "Bob")
  expect(await panel(alice).getByRole("list", { name: "Members" }).count()).toBe(0)
  await panel(alice).getByRole("button", { name: "Block" }).click()
  await alice.getByRole("dialog", { name: "Block" }).getByRole("button", { name: "Block" }).click()
  await panel(alice).getByText("You have blocked this person.").waitFor()
  await panel(bob).getByText("This person has blocked you.").waitFor()
  await panel(alice).getByRole("button", { name: "Unblock" }).click()
  await panel(bob).getByText("This person has blocked you.").waitFor({ state: "detached" })
  await bob.keyboard.press("Escape")
  await field(bob).fill("friends again")
  await field(bob).press("Enter")
  await row(alice, /Bob.*friends again/).waitFor()
})

test("photos, files and links of the room are on the shelf, new ones too", async () => {
  await stage.makeRoom("shelf", "Shelf room", ["alice", "bob"])
  await stage.say("bob", "shelf", "look at https://example.com/first and so on")
  await stage.say("bob", "shelf", "", {
    ...{ messageType: "file", originalUrl: "/files/x/1", extra: { fileName: "plan.pdf", bytes: 2_400_000 } },
  })
  const alice = await stage.open("alice")
  await openPanel(alice, "Shelf room")
  await panel(alice).getByText("No photos or videos yet").waitFor()
  await stage.say("bob", "shelf", "", {
    ...{
      messageType: "image",
      images: [{ originalUrl: "/files/x/2", thumbnailUrl: "/files/x/2", width: 4, height: 3 }],
    },
  })
  await panel(alice).getByRole("button", { name: "Photo by Bob" }).waitFor()
  await panel(alice).getByRole("button", { name: "Links" }).click()
  const link = panel(alice).getByRole("link", { name: /example\.com\/first/ })
  expect(await link.getAttribute("href")).toBe("https://example.com/first")
  await panel(alice).getByRole("button", { name: "Files" }).click()
  await panel(alice)
    .getByRole("button", { name: /plan\.pdf.*2\.4 MB.*Bob/ })
    .waitFor()
})

test("settings of the room are the user's alone and act at once", async () => {
  await stage.makeRoom("quiet", "Quiet room", ["alice", "bob"])
  const alice = await stage.open("alice")
  await openPanel(alice, "Quiet room")
  await panel(alice).getByRole("switch", { name: "Push messages" }).uncheck()
  await expect.poll(async () => (await stage.as("alice", "GET", "/rooms/quiet")).muted).toBe(true)
  await panel(alice).getByRole("switch", { name: "Pinned to top" }).check()
  await panel(alice)
    .getByRole("button", { name: /Folder and tags/ })
    .click()
  await panel(alice).getByRole("textbox", { name: "New folder" }).fill("Silence")
  await panel(alice).getByRole("textbox", { name: "New folder" }).press("Enter")
  await expect
    .poll(async () => (await stage.as("alice", "GET", "/rooms/quiet")).pref)
    .toMatchObject({ muted: true, sticky: true, folder: "Silence" })
  expect((await stage.as("bob", "GET", "/rooms/quiet")).pref).toMatchObject({ muted: false, sticky: false })
})

describe("the own profile", () => {
  test("name and picture are changed, and others see them with the next message", async () => {
    await stage.makeRoom("faces", "Faces", ["alice", "bob"])
    const [alice, bob] = [await stage.open("alice"), await stage.open("bob")]
    await row(bob, "Faces").click()
    await nav(alice).getByRole("button", { name: "Your profile" }).click()
    const profile = alice.getByRole("dialog", { name: "Your profile" })
    await profile.getByRole("textbox", { name: "Name" }).fill("Alice Liddell")
    await profile.getByRole("button", { name: "Save" }).click()
    await profile.getByText("Saved").waitFor()
    await profile.locator("input[type=file]").setInputFiles({
      ...{ name: "me.png", mimeType: "image/png", buffer: await makePicture(30, 50) },
    })
    await nav(alice).locator(".me-button img").waitFor()
    await alice.keyboard.press("Escape")
    await row(alice, "Faces").click()
    await field(alice).fill("It is me")
    await field(alice).press("Enter")
    await row(bob, /Faces.*It is me/).waitFor()
    expect(await stage.as("bob", "GET", "/rooms/faces")).toMatchObject({
      lastMessage: { sender: { nickname: "Alice Liddell", avatarUrl: expect.stringContaining("/files/") } },
    })
    await stage.platform("POST", "/admin/clients", { _id: "alice", nickname: "Alice", avatarUrl: "" })
  })

  test("the appearance is chosen for as long as the page is open", async () => {
    const alice = await stage.open("alice")
    const theme = () => alice.evaluate(() => document.documentElement.dataset.theme)
    expect(await theme()).toBe("light")
    await nav(alice).getByRole("button", { name: "Your profile" }).click()
    await alice.getByRole("combobox", { name: "Appearance" }).selectOption("dark")
    expect(await theme()).toBe("dark")
    await alice.reload()
    await nav(alice).waitFor()
    expect(await theme()).toBe("light")
  })

  test("the language is chosen, drawn at once, and remembered", async () => {
    const alice = await stage.open("alice")
    const language = () => alice.evaluate(() => document.documentElement.lang)
    await nav(alice).getByRole("button", { name: "Your profile" }).click()
    await alice.getByRole("combobox", { name: "Language" }).selectOption({ label: "日本語" })
    await expect.poll(language).toBe("ja")
    const title = alice.locator(".list-head h1")
    await expect.poll(() => title.textContent()).not.toBe("Chats")
    const words = await title.textContent()
    await alice.reload()
    await title.waitFor()
    expect(await title.textContent()).toBe(words)
    await alice.locator(".me-button").click()
    await alice.getByRole("combobox").first().selectOption("en")
    await nav(alice).getByRole("heading", { name: "Chats" }).waitFor()
  })

  test("signing out ends the token on the server and leaves nothing in the browser", async () => {
    const url = stage.parley.url
    const made = { _id: "frank", nickname: "Frank", issueAccessToken: true }
    const { token } = await platform(url, "POST", "/admin/clients", made)
    const frank = await stage.open("carol")
    await frank.goto(`${url}/chat?token=${token}`)
    await nav(frank).getByRole("button", { name: "Your profile" }).click()
    await frank.getByRole("button", { name: "Sign out" }).click()
    await frank.getByRole("dialog", { name: "Sign out" }).getByRole("button", { name: "Sign out" }).click()
    await frank.getByText("You are not signed in").waitFor()
    await expect(asUser(url, token, "GET", "/me")).rejects.toThrow("401")
    await frank.goto(`${url}/chat`)
    await frank.getByText("You are not signed in").waitFor()
  })
})
