import { createApi } from "../connection/api.ts"
import { createRest } from "../connection/rest.ts"
import { openSocket, type Socket } from "../connection/socket.ts"
import { catchUp } from "./catch-up.ts"
import { liveEvents } from "./live-events.ts"
import { markRead } from "./open-room.ts"
import { start } from "./room-list.ts"
import { change, createSession, type Session, setLink } from "./session.ts"

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
  let socket: Socket | undefined
  const refuse = () => {
    if (session.store.get().phase === "signedOut") return
    end()
    change(session, { phase: "signedOut" })
    options.onRefused()
  }
  const api = createApi(createRest({ ...options, onUnauthorized: refuse }))
  const session = createSession({
    api,
    attended: false,
    onlyRoom: options.onlyRoom,
    roomTag: options.roomTag,
    sendTyping: roomId => socket?.sendTyping(roomId),
  })
  const started = start(session)
  socket = openSocket(options, {
    events: liveEvents(session),
    async onReady() {
      setLink(session, "online")
      await started
      await catchUp(session)
    },
    onLost: () => setLink(session, "lost"),
    onOffline: () => setLink(session, "offline"),
    onUnauthorized: refuse,
  })
  const end = () => socket?.close()
  return { session, end }
}

/** Somebody looks at the page, or no longer. */
export function setAttended(session: Session, attended: boolean): void {
  session.attended = attended
  if (attended) markRead(session)
}
