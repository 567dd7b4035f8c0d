import sharp from "sharp"

export interface Picture {
  /** In pixels, as it is to be shown. */
  width: number
  height: number
  /** A small, upright copy without metadata, of the type `thumbnailType`. */
  thumbnail: Buffer
}

export const thumbnailType = "image/webp"
const longestSide = 640

/** Kinds that are opened; the others stay as they are. */
const openable = new Set("image/jpeg image/png image/apng image/webp image/gif image/avif".split(" "))

/** Larger pictures are kept but not opened: a few bytes can claim any size. */
const mostPixels = 50_000_000
const patienceSeconds = 20

/** Pictures are opened two at a time, so that many at once cannot fill the memory. */
const mostAtOnce = 2

sharp.cache(false)
sharp.concurrency(1)
// Whatever a file claims to be, nothing but these readers sees it.
sharp.block({ operation: ["VipsForeignLoad"] })
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map(name => `VipsForeignLoad${name}File`),
})

/** @returns undefined for what is no picture, or none that can be opened whole. */
export async function readPicture(path: string, type: string): Promise<Picture | undefined> {
  if (!openable.has(type)) return undefined
  return inTurn(async () => {
    try {
      const picture = sharp(path, { limitInputPixels: mostPixels, failOn: "error" })
      const { autoOrient } = await picture.metadata()
      const thumbnail = await picture
        .autoOrient()
        .resize(longestSide, longestSide, { fit: "inside", withoutEnlargement: true })
        .webp({ quality: 75 })
        .timeout({ seconds: patienceSeconds })
        .toBuffer()
      return { width: autoOrient.width, height: autoOrient.height, thumbnail }
    } catch {
      return undefined
    }
  })
}

let busy = 0
const waiting: (() => void)[] = []

async function inTurn<T>(job: () => Promise<T>): Promise<T> {
  if (busy < mostAtOnce) busy++
  else await new Promise<void>(resolve => waiting.push(resolve))
  try {
    return await job()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }
}
