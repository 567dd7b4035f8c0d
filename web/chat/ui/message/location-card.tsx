import { numberOf } from "../../state/loose-values.ts"
import { textOf } from "../../state/message-kinds.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { AttachmentLine } from "./attachment-line.tsx"
import { PinpointIcon } from "./icons.tsx"

/** A place: a drawing that loads nothing from anywhere, the address, and a link to a free map. */
export function LocationCard({ message }: { message: Message }) {
  const latitude = numberOf(message.latitude, -90, 90)
  const longitude = numberOf(message.longitude, -180, 180)
  const address = textOf(message)
  if (latitude === undefined || longitude === undefined)
    return <AttachmentLine icon={<PinpointIcon />} title={address || text.kinds.location || ""} />
  const figures = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  const at = `${latitude}/${longitude}`
  return (
    <a
      class="place"
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${at}`}
      target="_blank"
      rel="noopener noreferrer"
      title={text.message.openMap(address || figures)}
    >
      <span class="place-map">
        <Streets />
        <PinpointIcon />
      </span>
      <span class="place-text">
        <span dir="auto">{address || text.kinds.location}</span>
        <small dir="ltr">{figures}</small>
      </span>
    </a>
  )
}

/** Some streets and a river of no place. */
function Streets() {
  return (
    <svg viewBox="0 0 280 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <path class="river" d="M-10 96C50 70 80 118 140 96s90-40 150-26v60H-10z" />
      <path class="park" d="M176 12h58v34h-58z" />
      <path
        class="street"
        d="M-10 38h300M-10 74 290 56M40-10v140M96-10 84 130M158-10l10 140M250-10l-14 140M96 8l190 18"
      />
    </svg>
  )
}
