import { absolute } from "../connection/origin.ts"
import { readBytes } from "../connection/read-bytes.ts"
import { takeReply } from "./composing.ts"
import { send } from "./messages.ts"
import type { Session } from "./session.ts"
import { namesInZip } from "./zip-names.ts"

export interface StickerSet {
  id: string
  name: string
  /** Addresses, in the set's order. */
  stickers: string[]
  /** What stands for the set. */
  tab?: string
}

interface ListedSet {
  _id: string
  name?: string
  zip?: { resourceId: string }
}

const known = new WeakMap<Session, Promise<readonly StickerSet[]>>()

/** The server's sticker sets (contract: rest-extended 1.10); none where they cannot be read now. */
export function listStickerSets(session: Session): Promise<readonly StickerSet[]> {
  const held = known.get(session)
  if (held) return held
  const asked = readSets(session).catch(() => {
    known.delete(session)
    return []
  })
  known.set(session, asked)
  return asked
}

async function readSets(session: Session): Promise<readonly StickerSet[]> {
  const { data } = await session.client.request<{ data: ListedSet[] }>("GET", "/stickers")
  const sets = await Promise.all(data.map(set => readSet(session, set).catch(() => undefined)))
  return sets.filter(set => set !== undefined && set.stickers.length > 0) as StickerSet[]
}

/** Which stickers there are is told by the set's archive alone. */
async function readSet({ access }: Session, { _id, name, zip }: ListedSet): Promise<StickerSet> {
  const address = (resourceId: string) =>
    absolute(access.url, `/stickers/res?${new URLSearchParams({ resourceId })}`)
  const names = namesInZip(await readBytes(address(zip?.resourceId ?? `${_id}/${_id}.zip`)))
  const pictures = names.filter(one => /^(0[1-9]|[1-9]\d)\.png$/.test(one)).sort()
  return {
    id: _id,
    name: name || _id,
    stickers: pictures.map(picture => address(`${_id}/${picture}`)),
    tab: names.includes("tab.png") ? address(`${_id}/tab.png`) : undefined,
  }
}

/** Its address goes: the official clients show any, and names only of sets that they bring themselves. */
export function sendSticker(session: Session, roomId: string, sticker: string): void {
  send(session, roomId, { messageType: "sticker", sticker, ...takeReply(session, roomId) })
}
