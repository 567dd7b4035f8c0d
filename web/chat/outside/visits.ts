import type { AddressParameters } from "../connection/address.ts"
import { isAttended } from "../connection/attention.ts"
import type { Bootstrap } from "../connection/bootstrap.ts"
import { readDeviceId } from "../connection/device-id.ts"
import { tellHost } from "../connection/host.ts"
import type { Storage } from "../connection/storage.ts"
import { forgetToken } from "../connection/token.ts"
import { openRoom } from "../state/open-room.ts"
import { firstRoom } from "../state/rooms.ts"
import type { Session } from "../state/session.ts"
import { setAttended, signIn } from "../state/sign-in.ts"
import { followOutside } from "./follow.ts"
import { tellMessages } from "./told-messages.ts"

/** One user on the page, from their token to the next one's. */
export interface Visit {
  token: string
  session: Session
  /** From now on the host learns of messages; more than once is once. */
  tellMessages(): void
  /** Nothing of it lives on. */
  end(): void
}

export function beginVisit(
  { domain, clientKey }: Bootstrap,
  storage: Storage,
  token: string,
  address: AddressParameters,
): Visit {
  const { session, end } = signIn({
    ...{ domain, clientKey, token, deviceId: readDeviceId(storage), kept: storage },
    onlyRoom: address.roomId,
    roomTag: address.roomTag,
    onRefused() {
      forgetToken(storage, token)
      tellHost({ type: "authError" })
    },
  })
  setAttended(session, isAttended())
  const ends = [followOutside(session), showFirst(session, address), end]
  let isTold = false
  return {
    token,
    session,
    tellMessages() {
      if (!isTold) ends.push(tellMessages(session))
      isTold = true
    },
    end() {
      for (const stop of ends) stop()
    },
  }
}

/** Once the user and the rooms are there, be it at the first attempt or a later one. */
function showFirst(session: Session, { roomId, autoSelectRoom }: AddressParameters): () => void {
  const stop = session.store.subscribe(() => {
    if (session.store.get().phase !== "ready") return
    stop()
    tellHost({ type: "ready" })
    const first = roomId ?? (autoSelectRoom && isWide() ? firstRoom(session)?._id : undefined)
    if (first && !session.store.get().openRoomId) void openRoom(session, first)
  })
  return stop
}

const isWide = () => matchMedia("(min-width: 760px)").matches
