import type { Picture } from "../../wire/models.ts"

const MAX_WIDTH = 320
const MAX_HEIGHT = 360
const MIN_SIDE = 72

/** The place of a picture or video before it is loaded, so that nothing moves when it is. What does not tell its size gets 4:3. */
export function frameOf({ width, height }: Picture): { width: string; aspectRatio: string } {
  const [w, h] = width && height ? [width, height] : [280, 210]
  const scale = Math.min(1, MAX_WIDTH / w, MAX_HEIGHT / h)
  const shownWidth = clamp(w * scale, MAX_WIDTH)
  const shownHeight = clamp(h * scale, MAX_HEIGHT)
  return { width: `${shownWidth}px`, aspectRatio: `${shownWidth} / ${shownHeight}` }
}

function clamp(side: number, most: number): number {
  return Math.round(Math.max(MIN_SIDE, Math.min(side, most)))
}
