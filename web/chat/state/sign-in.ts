import { ChatClient, type LinkState } from "../../../client/src/index.ts"
import { hasNetwork, watchNetwork } from "../connection/network.ts"
import type { LinkShown } from "./chat-state.ts"
import { followComposing } from "./composing.ts"
import { keepDrafts, restoreDrafts } from "./drafts.ts"
import { followInvitations } from "./invitations.ts"
import { followRooms } from "./live-rooms.ts"
import { followNavigation } from "./navigation.ts"
import { followPasts } from "./past.ts"
import { followPins } from "./pins.ts"
import { finishReading, markRead } from "./read-marks.ts"
import { followHidden } from "./room-prefs.ts"
import { change, createSession, type Kept, type Session } from "./session.ts"
import { followStreaming } from "./streaming.ts"
import { followTyping } from "./typists.ts"
import { keepUnsent, sendKept } from "./unsent.ts"
import { followUploads } from "./upload-queue.ts"

/** Messages of one page, and most of a room that are caught up with; after more it is shown afresh. */
const PAGE = 50

/** How long the first attempts may fail before the page says so. */
const PATIENCE_MS = 6_000

export interface SignIn {
  domain: string
  clientKey: string
  token: string
  deviceId: string
  kept: Kept
  onlyRoom?: string
  roomTag?: string
  onRefused(): void
}

export interface SignedIn {
  session: Session
  end(): void
}

/** Opens everything one user needs. `end` closes it; nothing of it lives on. */
export function signIn({ domain: url, clientKey, token, deviceId, onRefused, ...rest }: SignIn): SignedIn {
  const client = new ChatClient({ url, clientKey, token, deviceId, limit: PAGE })
  const session = createSession({ client, access: { url, clientKey, token, deviceId }, ...rest })
  const began = Date.now()
  const showLink = () => change(session, { link: shown(client.state, session.store.get().link) })
  const ends = [
    watchNetwork(showLink),
    followRooms(session),
    followInvitations(session),
    followHidden(session),
    followNavigation(session),
    followTyping(session),
    followPasts(session),
    followPins(session),
    followStreaming(session),
    keepUnsent(session),
    keepDrafts(session),
    followComposing(session),
    followUploads(session),
    client.on("state", ({ state }) => {
      if (state === "signedOut") refuse()
      showLink()
      if (state === "online") markRead(session)
    }),
    client.on("reset", () => enter(session)),
    client.on("error", () => {
      const { phase } = session.store.get()
      if (phase === "starting" && Date.now() - began > PATIENCE_MS) change(session, { phase: "failed" })
    }),
  ]
  const end = () => {
    for (const stop of ends) stop()
    client.close()
  }
  const refuse = () => {
    end()
    change(session, { phase: "signedOut" })
    onRefused()
  }
  session.end = refuse
  return { session, end }
}

/** The user and the rooms are there, at first or anew. */
function enter(session: Session): void {
  const { client, store } = session
  const isFirst = store.get().phase !== "ready"
  const me = client.me ?? store.get().me
  change(session, { phase: "ready", me, rooms: new Map(client.rooms) })
  if (isFirst) {
    restoreDrafts(session)
    sendKept(session)
  }
  markRead(session)
}

/** How the link looks to people: who was connected once is reconnecting, whatever is being tried. */
function shown(state: LinkState, before: LinkShown): LinkShown {
  if (!hasNetwork()) return "offline"
  if (state === "online") return "online"
  return state === "connecting" && before === "connecting" ? "connecting" : "lost"
}

/** Somebody looks at the page, or no longer. */
export function setAttended(session: Session, attended: boolean): void {
  if (!attended) finishReading(session)
  change(session, { attended })
  if (attended) markRead(session)
}
