import { useEffect, useState } from "preact/hooks"
import { findPlace, type Place, placeText, sendPlace } from "../../state/whereabouts.ts"
import { text } from "../../text/text.ts"
import { Dialog } from "../parts/dialog.tsx"
import { PlaceIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"

/** Asks where the user is, shows it, and sends it when they say so. */
export function LocationDialog({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const session = useSession()
  const [place, setPlace] = useState<Place | "refused" | "failed">()
  const [name, setName] = useState("")
  useEffect(() => {
    let isCurrent = true
    void findPlace().then(found => isCurrent && setPlace(found))
    return () => {
      isCurrent = false
    }
  }, [])
  const isKnown = typeof place === "object"
  const share = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
    if (!isKnown) return
    sendPlace(session, roomId, place, name)
    onClose()
  }
  return (
    <Dialog title={text.composer.locationTitle} onClose={onClose}>
      <div class="location">
        <Found place={place} />
        <input
          class="text-field"
          dir="auto"
          maxLength={200}
          placeholder={text.composer.locationName}
          aria-label={text.composer.locationName}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={event => event.key === "Enter" && !event.isComposing && share(event)}
        />
        <button type="button" class="button" disabled={!isKnown} onClick={share}>
          {text.composer.sendLocation}
        </button>
      </div>
    </Dialog>
  )
}

function Found({ place }: { place?: Place | "refused" | "failed" }) {
  if (place === "refused") return <p role="alert">{text.composer.locationRefused}</p>
  if (place === "failed") return <p role="alert">{text.composer.locationFailed}</p>
  return (
    <p class="location-found" role="status">
      <span class="file-tile-icon">{place ? <PlaceIcon /> : <i class="spinner" />}</span>
      {place ? (
        <span class="file-tile-text">
          <span>{placeText(place)}</span>
          <small>{text.composer.accuracy(Math.ceil(place.accuracy))}</small>
        </span>
      ) : (
        text.composer.locating
      )}
    </p>
  )
}
