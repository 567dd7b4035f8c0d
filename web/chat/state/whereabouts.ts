import { findPlace, type Place } from "../connection/whereabouts.ts"
import { takeReply } from "./composing.ts"
import { send } from "./messages.ts"
import type { Session } from "./session.ts"

export { findPlace, type Place }

/** Degrees as people exchange them: a metre or so. */
export function placeText({ latitude, longitude }: Place): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
}

/** @param name what the user calls it. */
export function sendPlace(session: Session, roomId: string, place: Place, name: string): void {
  const { latitude, longitude } = place
  const message = name.trim() || placeText(place)
  send(session, roomId, {
    ...{ messageType: "location", message, latitude, longitude },
    ...takeReply(session, roomId),
  })
}
