import { render } from "preact"
import { readAddress } from "./connection/address.ts"
import { watchAttention } from "./connection/attention.ts"
import { readBootstrap } from "./connection/bootstrap.ts"
import { openHost, tellHost } from "./connection/host.ts"
import { createStorage } from "./connection/storage.ts"
import { keepToken, takeToken } from "./connection/token.ts"
import { hearWorker } from "./connection/worker.ts"
import { speak } from "./outside/language.ts"
import { beginVisit, type Visit } from "./outside/visits.ts"
import { openRoom } from "./state/open-room.ts"
import { setAttended } from "./state/sign-in.ts"
import { App } from "./ui/app.tsx"
import { createTheme } from "./ui/theme.ts"

const bootstrap = readBootstrap()
const storage = createStorage(bootstrap.appID)
const root = document.getElementById("app") as HTMLElement
let address = readAddress(location.href)
let token = takeToken(storage)
let visit: Visit | undefined
let entries = 0
/** The token by which the host has asked for messages. */
let heard: string | undefined
const theme = createTheme(address.darkMode)

/** One user at a time: whoever was here before leaves nothing behind. */
function enter(): void {
  visit?.end()
  visit = token ? beginVisit(bootstrap, storage, token, address) : undefined
  tellMessages()
  render(<App key={++entries} session={visit?.session} />, root)
  if (!visit) tellHost({ type: "authError" })
}

function switchTo(next: string): void {
  const isHere = visit?.token === next && visit.session.store.get().phase !== "signedOut"
  token = next
  if (!isHere) enter()
}

/** Who knows the user's token may read what the user reads; another page that frames this one may not. */
function tellMessages(): void {
  if (heard && heard === visit?.token) visit.tellMessages()
}

const show = (roomId: string) => visit && void openRoom(visit.session, roomId)

openHost(bootstrap.frameAncestors, {
  openRoom: show,
  setDarkMode: theme.choose,
  setToken(next) {
    keepToken(storage, next)
    switchTo(next)
  },
  listen(known) {
    heard = known
    tellMessages()
  },
})
await speak(storage, address.locale)
if (entries === 0) enter()
hearWorker(show)
watchAttention(attended => visit && setAttended(visit.session, attended))

/** Parameters inside the hash may change while the page is open (contract: web, section 2). */
window.addEventListener("hashchange", async () => {
  const before = address
  address = readAddress(location.href)
  const given = address.token
  if (given) token = takeToken(storage)
  theme.choose(address.darkMode)
  const isElsewhere = address.roomId !== before.roomId || address.roomTag !== before.roomTag
  const speaks = address.locale !== before.locale
  if (speaks) await speak(storage, address.locale)
  if (isElsewhere || speaks) return enter()
  if (given) switchTo(given)
})
