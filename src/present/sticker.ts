import type { StickerSetRow } from "../store/stickers.ts"

/** A set as everybody sees it (contract: rest-extended.md 1.10). */
export function presentStickerSet(set: StickerSetRow) {
  return {
    _id: set.id,
    name: set.name,
    zip: { resourceId: `${set.id}/${set.id}.zip` },
    updatedAtMS: set.updatedAt,
  }
}

/** The same with everything, for the API key. */
export function presentStickerSetWhole(set: StickerSetRow) {
  return {
    ...presentStickerSet(set),
    order: set.position,
    images: Object.keys(set.files)
      .filter(name => name.endsWith(".png"))
      .map(name => ({ resourceId: `${set.id}/${name}` })),
    createdAtMS: set.createdAt,
  }
}
