import { Link, type LinkState } from "../../../client/src/index.ts"
import { createApi } from "../connection/api.ts"
import { hasNetwork, watchNetwork } from "../connection/network.ts"
import { applyChanges, caughtUp, loadAfresh } from "./catch-up.ts"
import type { ChatState } from "./chat-state.ts"
import { hear, liveEvents } from "./live-events.ts"
import { markRead } from "./open-room.ts"
import { start } from "./room-list.ts"
import { change, createSession, type Session } from "./session.ts"

/** Most messages of a room that are caught up with; after more it is shown afresh. */
const MOST_MISSED = 100

export interface SignIn {
  domain: string
  clientKey: string
  token: string
  deviceId: string
  onlyRoom?: string
  roomTag?: string
  onRefused(): void
}

export interface SignedIn {
  session: Session
  end(): void
}

/** Opens everything one user needs. `end` closes it; nothing of it lives on. */
export function signIn(options: SignIn): SignedIn {
  const { domain: url, clientKey, token, deviceId } = options
  const link = new Link(
    { url, clientKey, token, deviceId, limit: MOST_MISSED },
    {
      state(state) {
        if (state === "signedOut") refuse()
        showLink()
        if (state === "online") caughtUp(session)
      },
      signedIn: () => true,
      async load() {
        await started
        await loadAfresh(session)
      },
      changes: page => applyChanges(session, page, MOST_MISSED),
      event: event => hear(events, event),
      error() {},
    },
  )
  const session = createSession({
    api: createApi(link.request, () => link.clock.now()),
    attended: false,
    onlyRoom: options.onlyRoom,
    roomTag: options.roomTag,
    sendTyping: roomId => link.say("typing", roomId, ""),
  })
  const events = liveEvents(session)
  const showLink = () => change(session, { link: shown(link.state, session.store.get().link) })
  const stopWatching = watchNetwork(showLink)
  const end = () => {
    stopWatching()
    link.close()
  }
  const refuse = () => {
    end()
    change(session, { phase: "signedOut" })
    options.onRefused()
  }
  const started = start(session)
  link.connect()
  return { session, end }
}

/** How the link looks to people: who was connected once is reconnecting, whatever is being tried. */
function shown(state: LinkState, before: ChatState["link"]): ChatState["link"] {
  if (!hasNetwork()) return "offline"
  if (state === "online") return "online"
  return state === "connecting" && before === "connecting" ? "connecting" : "lost"
}

/** Somebody looks at the page, or no longer. */
export function setAttended(session: Session, attended: boolean): void {
  session.attended = attended
  if (attended) markRead(session)
}
