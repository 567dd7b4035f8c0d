import { io } from "socket.io-client"
import type { Envelope } from "../wire/envelope.ts"
import type {
  LastReadEvent,
  Message,
  MessageDeletedEvent,
  Room,
  RoomPrefEvent,
  TypingEvent,
  UserDeleteMessagesEvent,
} from "../wire/models.ts"

/** What the server tells, each handler named after its event. */
export interface LiveEvents {
  "chat message"(message: Message): void
  room(room: Room): void
  lastRead(event: LastReadEvent): void
  typing(event: TypingEvent): void
  roomPref(event: RoomPrefEvent): void
  messageDeleted(event: MessageDeletedEvent): void
  userDeleteMessages(event: UserDeleteMessagesEvent): void
}

export interface SocketHandlers {
  events: LiveEvents
  /** Signed in on the socket, at first and after every reconnect. */
  onReady(): void
  onLost(): void
  /** The device has no network at all. */
  onOffline(): void
  onUnauthorized(): void
}

export interface Socket {
  sendTyping(roomId: string): void
  close(): void
}

const RETRY_MS = 5_000

export function openSocket(
  { domain, token, deviceId }: { domain: string; token: string; deviceId: string },
  { events, onReady, onLost, onOffline, onUnauthorized }: SocketHandlers,
): Socket {
  const socket = io(domain || location.origin, {
    forceNew: true,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
  })
  let retry: ReturnType<typeof setTimeout> | undefined

  const refused = (answer?: Partial<Envelope>) => {
    if (answer?.RC === 401) onUnauthorized()
  }
  // Authentication belongs to one connection: every new one signs in again.
  socket.on("connect", () => {
    socket.emit("auth2", token, { deviceId, platform: "web" }, (answer: Envelope) => {
      if (answer?.RC === 0) onReady()
      else refused(answer)
    })
  })
  socket.on("error", refused)
  // After a close by the server the library does not come back by itself.
  const comeBack = () => {
    if (navigator.onLine) onLost()
    else onOffline()
    clearTimeout(retry)
    if (!socket.active) retry = setTimeout(() => socket.connect(), RETRY_MS)
  }
  socket.on("disconnect", comeBack)
  socket.on("connect_error", comeBack)
  // The network may have been away without the connection noticing: what was missed is fetched all the same.
  const comeBackNow = () => {
    if (socket.connected) return onReady()
    onLost()
    socket.connect()
  }
  window.addEventListener("online", comeBackNow)
  window.addEventListener("offline", onOffline)
  for (const [name, handle] of Object.entries(events)) socket.on(name, handle)

  return {
    sendTyping: roomId => {
      if (socket.connected) socket.emit("typing", roomId, "")
    },
    close() {
      clearTimeout(retry)
      window.removeEventListener("online", comeBackNow)
      window.removeEventListener("offline", onOffline)
      socket.removeAllListeners()
      socket.disconnect()
    },
  }
}
