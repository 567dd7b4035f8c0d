import { render } from "preact"
import { readAddress } from "./connection/address.ts"
import { isAttended, watchAttention } from "./connection/attention.ts"
import { readBootstrap } from "./connection/bootstrap.ts"
import { readDeviceId } from "./connection/device-id.ts"
import { hearHost, tellHost } from "./connection/host.ts"
import { createStorage } from "./connection/storage.ts"
import { forgetToken, keepToken, takeToken } from "./connection/token.ts"
import { reportOutside } from "./outside.ts"
import { openRoom } from "./state/open-room.ts"
import { firstRoom } from "./state/rooms.ts"
import type { Session } from "./state/session.ts"
import { type SignedIn, setAttended, signIn } from "./state/sign-in.ts"
import { App } from "./ui/app.tsx"
import { createTheme } from "./ui/theme.ts"
import { setLocale } from "./ui/times.ts"

const { clientKey, appID, domain } = readBootstrap()
const storage = createStorage(appID)
const address = readAddress(location.href)
const theme = createTheme(address.darkMode)
const root = document.getElementById("app") as HTMLElement
const isWide = () => matchMedia("(min-width: 760px)").matches

if (address.locale) setLocale(address.locale)

let token = takeToken(storage)
let current: (SignedIn & { silence(): void }) | undefined

/** One user at a time: whoever was here before leaves nothing behind. */
function enter(): void {
  current?.silence()
  current?.end()
  current = token ? begin(token) : undefined
  render(<App key={token} session={current?.session} />, root)
  if (!token) tellHost("authError")
}

function begin(userToken: string) {
  const signedIn = signIn({
    domain,
    clientKey,
    token: userToken,
    deviceId: readDeviceId(storage),
    kept: storage,
    onlyRoom: address.roomId,
    roomTag: address.roomTag,
    onRefused() {
      forgetToken(storage, userToken)
      tellHost("authError")
    },
  })
  const { session } = signedIn
  setAttended(session, isAttended())
  const silence = reportOutside(session)
  const stopWaiting = session.store.subscribe(() => {
    if (session.store.get().phase !== "ready") return
    stopWaiting()
    showFirst(session)
  })
  return { ...signedIn, silence }
}

/** The user and the rooms are there, be it at the first attempt or a later one. */
function showFirst(session: Session): void {
  tellHost("ready")
  const first = address.roomId ?? (address.autoSelectRoom && isWide() ? firstRoom(session)?._id : undefined)
  if (first && !session.store.get().openRoomId) void openRoom(session, first)
}

function switchTo(next: string | undefined): void {
  if (!next || (next === token && current?.session.store.get().phase !== "signedOut")) return
  token = next
  enter()
}

enter()

window.addEventListener("hashchange", () => {
  const { token: next, darkMode } = readAddress(location.href)
  theme.choose(darkMode)
  if (!next) return
  takeToken(storage)
  switchTo(next)
})

hearHost({
  openRoom: roomId => void (current && openRoom(current.session, roomId)),
  setDarkMode: theme.choose,
  setToken(next) {
    keepToken(storage, next)
    switchTo(next)
  },
})

watchAttention(attended => current && setAttended(current.session, attended))
