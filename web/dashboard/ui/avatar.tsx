import { useState } from "preact/hooks"
import { safeUrl } from "../state/links.ts"
import { colourOf, initialsOf, nameOf } from "../state/names.ts"
import { addressOf } from "../state/places.ts"
import type { Client } from "../wire/chat.ts"

const colours = 8

interface AvatarProps {
  id: string
  name: string
  picture?: string
  large?: boolean
}

/** A picture, or the initials on a colour that stays the same for the same id. */
export function Avatar({ id, name, picture, large }: AvatarProps) {
  const [broken, setBroken] = useState("")
  const url = safeUrl(picture, location.href)
  return (
    <span class={`avatar ${large ? "large" : ""} tint-${colourOf(id, colours)}`} aria-hidden="true">
      {url && url !== broken ? (
        <img src={url} alt="" loading="lazy" referrerpolicy="no-referrer" onError={() => setBroken(url)} />
      ) : (
        initialsOf(name)
      )}
    </span>
  )
}

/** Somebody by name, with a way to all that is known of them. */
export function Person({ client }: { client: Client }) {
  const name = nameOf(client)
  return (
    <span class="person">
      <Avatar id={client._id} name={name} picture={client.avatarUrl} />
      <span class="person-words">
        <a href={addressOf("users", client._id)}>{name}</a>
        {name !== client._id && <span class="muted small">{client._id}</span>}
      </span>
    </span>
  )
}
