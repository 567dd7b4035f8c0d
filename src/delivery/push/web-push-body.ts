import { hash } from "node:crypto"
import type { Notice, Parcel } from "./notice.ts"
import { shorten } from "./shorten.ts"

/** Push services take up to 4096 bytes, and the body stays under that (contract: push.md 8). */
const mostEncrypted = 4095
/** What RFC 8291 adds to a text: the header with our key (86), the end mark (1) and the tag of the cipher (16). */
const encryptionAdds = 103

/** At most 32 letters of base64url, whatever the operator wrote (RFC 8030, 5.4). */
export const topicOf = ({ collapseKey }: Notice) =>
  collapseKey ? hash("sha256", collapseKey, "base64url").slice(0, 32) : undefined

/**
 * What the service worker gets. `tag` is for `showNotification`: a push that comes twice, or that replaces another, is
 * shown once. @returns undefined when even the shortest form is too long.
 */
export function bodyOf({ identity, notice }: Parcel): string | undefined {
  const tag = topicOf(notice) ?? identity
  return shorten(notice, shorter => write(shorter, identity, tag), mostEncrypted - encryptionAdds)
}

function write(notice: Notice, identity: string, tag: string): string {
  const { title, body, alert, badge, localized, type, room, icon, payload } = notice
  return JSON.stringify({
    title: title || undefined,
    body: body || alert || undefined,
    badge,
    "loc-key": localized?.key,
    "loc-args": localized?.args,
    type,
    redirect: room === undefined ? undefined : "/chat",
    icon,
    tag,
    "parley-id": identity,
    payload,
  })
}
