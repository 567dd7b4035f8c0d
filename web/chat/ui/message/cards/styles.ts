import type { CSSProperties } from "preact"
import { type Loose, numberOf, objectOf } from "../../../state/loose-values.ts"

/** What cards may say of their looks, as CSS. Only what is listed or matched here ever gets into a style. */

export type Style = CSSProperties

const GAPS = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 }
const BORDERS = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 }
const LETTERS = {
  ...{ xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29 },
  ...{ "3xl": 35, "4xl": 48, "5xl": 74 },
}
const PICTURES = {
  ...{ xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160 },
  ...{ "3xl": 180, "4xl": 200, "5xl": 220 },
}
const ALIGNED = { start: "start", center: "center", end: "end" }
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" }
const SPREAD = {
  ...{ center: "center", "flex-start": "flex-start", "flex-end": "flex-end" },
  ...{ "space-between": "space-between", "space-around": "space-around", "space-evenly": "space-evenly" },
}
const CROSSED = { center: "center", "flex-start": "flex-start", "flex-end": "flex-end" }
const DECORATION = { none: "none", underline: "underline", "line-through": "line-through" }

/** What a word of a list stands for. */
function among<T>(list: Record<string, T>, word: unknown): T | undefined {
  return typeof word === "string" && Object.hasOwn(list, word) ? list[word] : undefined
}

/** `#` and 3, 4, 6 or 8 hex digits. */
export function colour(value: unknown): string | undefined {
  const isColour = typeof value === "string" && /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(value)
  return isColour ? value : undefined
}

const LARGEST_PX = 2000

/** A length in px or %. */
export function length(value: unknown): string | undefined {
  const [, figure, unit] = /^(-?\d{1,4}(?:\.\d{1,3})?)(px|%)$/.exec(String(value)) ?? []
  if (figure === undefined || Math.abs(Number(figure)) > LARGEST_PX) return undefined
  return `${Number(figure)}${unit}`
}

const positive = (value: unknown) => (String(value).startsWith("-") ? undefined : length(value))

function sized(list: Record<string, number>, value: unknown): string | undefined {
  const px = among(list, value)
  return px === undefined ? positive(value) : `${px}px`
}

export const gap = (value: unknown) => sized(GAPS, value)
export const letterSize = (value: unknown) => sized(LETTERS, value)
export const aligned = (value: unknown) => among(ALIGNED, value)

/** `width:height`, at most three times as high as wide. */
export function ratio(value: unknown, otherwise: string): string {
  const [, width, height] = /^(\d{1,5}):(\d{1,5})$/.exec(String(value)) ?? []
  const [w, h] = [Number(width), Number(height)]
  return w > 0 && h > 0 && h <= w * 3 ? `${w} / ${h}` : otherwise
}

export function pictureWidth(value: unknown): string {
  return value === "full" ? "100%" : (sized(PICTURES, value) ?? `${PICTURES.md}px`)
}

export function boxStyle(box: Loose): Style {
  return {
    backgroundColor: colour(box.backgroundColor),
    backgroundImage: gradient(objectOf(box.background)),
    borderColor: colour(box.borderColor),
    borderWidth: sized(BORDERS, box.borderWidth),
    borderStyle: box.borderWidth === undefined ? undefined : "solid",
    borderRadius: sized(GAPS, box.cornerRadius),
    width: positive(box.width),
    height: positive(box.height),
    maxWidth: positive(box.maxWidth) ?? "100%",
    maxHeight: positive(box.maxHeight),
    justifyContent: among(SPREAD, box.justifyContent),
    alignItems: among(CROSSED, box.alignItems) ?? (box.layout === "baseline" ? "baseline" : undefined),
    ...paddings(box),
  }
}

function paddings(box: Loose): Style {
  const all = gap(box.paddingAll)
  return {
    padding: all,
    paddingTop: gap(box.paddingTop) ?? all,
    paddingBottom: gap(box.paddingBottom) ?? all,
    paddingInlineStart: gap(box.paddingStart) ?? all,
    paddingInlineEnd: gap(box.paddingEnd) ?? all,
  }
}

function gradient({ type, angle, startColor, centerColor, endColor }: Loose): string | undefined {
  const turn = /^\d{1,3}(?:\.\d{1,2})?deg$/.test(String(angle)) ? angle : "0deg"
  const colours = [startColor, centerColor, endColor].map(colour).filter(Boolean)
  return type === "linearGradient" && colours.length > 1
    ? `linear-gradient(${turn}, ${colours.join(", ")})`
    : undefined
}

export function textStyle(words: Loose): Style {
  return {
    color: colour(words.color),
    fontSize: letterSize(words.size),
    fontWeight: words.weight === "bold" ? 700 : undefined,
    fontStyle: words.style === "italic" ? "italic" : undefined,
    textDecoration: among(DECORATION, words.decoration),
    textAlign: aligned(words.align),
  }
}

/** Where a part stands in its box: how much room it takes, how far from what is before it, or apart from the others. */
export function placeStyle(part: Loose, isAcross: boolean, before: string | undefined): Style {
  const isFixed = part.type === "icon" || part.type === "separator" || part.type === "spacer"
  const share = numberOf(part.flex, 0, 100) ?? (isFixed || !isAcross ? 0 : 1)
  return {
    flex: share > 0 ? `${share} 1 ${isAcross ? "0" : "auto"}` : `0 ${isAcross ? 1 : 0} auto`,
    [isAcross ? "marginInlineStart" : "marginTop"]: before,
    alignSelf: isAcross ? among(GRAVITY, part.gravity) : undefined,
    ...apart(part),
  }
}

function apart({ position, offsetTop, offsetBottom, offsetStart, offsetEnd }: Loose): Style {
  const offsets = {
    top: offset(offsetTop),
    bottom: offset(offsetBottom),
    insetInlineStart: offset(offsetStart),
    insetInlineEnd: offset(offsetEnd),
  }
  const isMoved = Object.values(offsets).some(value => value !== undefined)
  return position === "absolute" || isMoved
    ? { position: position === "absolute" ? "absolute" : "relative", ...offsets }
    : {}
}

const offset = (value: unknown) => gap(value) ?? length(value)
