import { createRowHeights } from "./row-heights.ts"

interface Keyed {
  key: string
}

/** A row and where its top stands, px below the top of what is seen. */
export interface Place {
  key: string
  top: number
}

/** Which rows are drawn, from the first up to but not with the last, and the room that the others need, px. */
export interface Drawn {
  from: number
  to: number
  above: number
  below: number
}

/** Where the user looks. */
export interface Look {
  isAtEnd: boolean
  /** The first row that is seen. */
  first: number
  /** Px between what is seen and the first and the last row. */
  toTop: number
  toEnd: number
}

interface Box {
  top: number
  height: number
}

interface Seen extends Place {
  at: number
}

/** Rows are drawn this far beyond what is seen, and further ones when fewer px than the least are left. */
const BEYOND_PX = 800
const LEAST_BEYOND_PX = 550
const AT_END_PX = 60
const UNKNOWN_HEIGHT_PX = 900
const STILL_MS = 150

/**
 * Draws the rows around what is seen, and no others. What is seen keeps its place whatever changes around it: rows that
 * come, go or grow above, below or between. At the end it is the end that stays.
 */
export class Viewport {
  readonly #redraw: () => void
  readonly #onLook: (look: Look) => void
  readonly #heights = createRowHeights()
  #rows: readonly Keyed[] = []
  #frame: HTMLElement | undefined
  #from = 0
  #to = 0
  /** Rows that were seen last; the first that is still there is kept in its place. */
  #seen: Seen[] = []
  #height = UNKNOWN_HEIGHT_PX
  /** The heights of the frame and of what is in it that were seen to last. */
  #settled: readonly number[] = []
  #isLive = true
  #isNearEnd = true
  /** The end stays where it is. */
  #isStuck = true
  /** Px by which the upper spacer keeps the place, instead of the scroll position, until a swing of the finger is over. */
  #drift = 0
  /** The end was asked for: rows that are drawn next begin there. */
  #goesToEnd = false
  #stillTimer: ReturnType<typeof setTimeout> | undefined

  constructor(redraw: () => void, onLook: (look: Look) => void) {
    this.#redraw = redraw
    this.#onLook = onLook
  }

  /** Before each drawing. @param isLive new rows come at the end: whoever is there stays there. */
  setRows(rows: readonly Keyed[], isLive: boolean): Drawn {
    const stays = this.#goesToEnd || (this.#isLive && isLive && this.#isNearEnd)
    this.#isLive = isLive
    if (rows !== this.#rows) this.#change(rows, stays)
    const above = this.#heights.offsetOf(this.#from) + this.#drift
    const below = this.#heights.offsetOf(rows.length) - this.#heights.offsetOf(this.#to)
    return { from: this.#from, to: this.#to, above, below }
  }

  /** @param frame scrolls; its first child holds a spacer, the rows, a spacer, and whatever stands below them. */
  attach(frame: HTMLElement): () => void {
    this.#frame = frame
    frame.addEventListener("scroll", this.#onScroll, { passive: true })
    const sizes = new ResizeObserver(() => {
      if (this.#settled[0] !== frame.clientHeight || this.#settled[1] !== contentHeight(frame)) this.settle()
    })
    sizes.observe(frame)
    if (frame.firstElementChild) sizes.observe(frame.firstElementChild)
    return () => {
      clearTimeout(this.#stillTimer)
      sizes.disconnect()
      frame.removeEventListener("scroll", this.#onScroll)
    }
  }

  /** After each drawing: measures, and keeps what is seen in its place. */
  settle(): void {
    const frame = this.#frame
    if (!frame) return
    this.#goesToEnd = false
    this.#height = frame.clientHeight || UNKNOWN_HEIGHT_PX
    const boxes = this.#boxes(frame)
    for (const [i, { height }] of boxes.entries()) this.#heights.measure(this.#from + i, height)
    const before = frame.scrollTop
    this.#keepPlace(frame, boxes)
    this.#look(frame, boxes, before - frame.scrollTop)
    this.#drawMore()
    this.#settled = [this.#height, contentHeight(frame)]
  }

  goTo({ key, top }: Place): void {
    const at = this.indexOf(key)
    if (at < 0) return
    this.#goesToEnd = false
    this.#isNearEnd = false
    this.#isStuck = false
    this.#seen = [{ key, top, at }]
    this.#drawAround(this.#heights.offsetOf(at) - top)
    this.#redraw()
  }

  goToEnd(): void {
    this.#goesToEnd = true
    this.#isStuck = true
    this.#drawEnd()
    this.#redraw()
  }

  isDrawn(key: string): boolean {
    const at = this.indexOf(key)
    return at >= this.#from && at < this.#to
  }

  /** @param near where it may be. */
  indexOf(key: string, near: readonly number[] = []): number {
    const at = near.find(i => this.#rows[i]?.key === key)
    return at ?? this.#rows.findLastIndex(row => row.key === key)
  }

  #change(rows: readonly Keyed[], stays: boolean): void {
    const grown = rows.length - this.#rows.length
    this.#rows = rows
    this.#heights.setRows(rows)
    const kept = stays ? undefined : this.#offsetKept(grown)
    this.#isStuck = kept === undefined
    if (kept === undefined) this.#drawEnd()
    else this.#drawAround(kept)
  }

  /** Where what is seen begins among other rows than before; undefined when nothing of it is left. */
  #offsetKept(grown: number): number | undefined {
    for (const one of this.#seen) {
      one.at = this.indexOf(one.key, [one.at, one.at + grown])
      if (one.at >= 0) return this.#heights.offsetOf(one.at) - one.top
    }
    // Nothing was drawn there yet: the scroll position alone says where one is.
    return this.#frame && this.#seen.length === 0 ? this.#offset() : undefined
  }

  #drawAround(offset: number): void {
    const { from, to } = this.#around(offset, BEYOND_PX)
    this.#from = from
    this.#to = to
  }

  #drawEnd(): void {
    this.#drawAround(this.#heights.offsetOf(this.#rows.length) - this.#height)
  }

  #drawMore(): void {
    const needed = this.#around(this.#offset(), LEAST_BEYOND_PX)
    if (needed.from >= this.#from && needed.to <= this.#to) return
    this.#drawAround(this.#offset())
    this.#redraw()
  }

  #around(offset: number, beyond: number): { from: number; to: number } {
    const last = this.#heights.indexAt(offset + this.#height + beyond)
    return { from: this.#heights.indexAt(offset - beyond), to: Math.min(this.#rows.length, last + 1) }
  }

  #keepPlace(frame: HTMLElement, boxes: readonly Box[]): void {
    if (this.#isLive && this.#isStuck) {
      frame.scrollTop = frame.scrollHeight
      return
    }
    const kept = this.#seen.find(({ key, at }) => this.#rows[at]?.key === key && boxes[at - this.#from])
    const moved = kept ? (boxes[kept.at - this.#from] as Box).top - kept.top : 0
    if (Math.abs(moved) < 0.5) return
    const isRoom = this.#heights.offsetOf(this.#from) + this.#drift >= moved
    if (this.#stillTimer === undefined || !isRoom || !isFragile()) frame.scrollTop += moved
    else {
      this.#shift(-moved)
      for (const box of boxes) box.top -= moved
    }
  }

  /** Moves the rows by their upper spacer. */
  #shift(px: number): void {
    this.#drift += px
    const upper = this.#spacer()
    if (upper) upper.style.height = `${this.#heights.offsetOf(this.#from) + this.#drift}px`
  }

  /** @param scrolled by how much the rows have moved down since the boxes were taken. */
  #look(frame: HTMLElement, boxes: readonly Box[], scrolled = 0): void {
    this.#seen = []
    for (const [i, box] of boxes.entries()) {
      const at = this.#from + i
      const top = box.top + scrolled
      const row = this.#rows[at]
      if (row && top + box.height > 0 && top < this.#height) this.#seen.push({ key: row.key, at, top })
    }
    const toEnd = frame.scrollHeight - frame.scrollTop - frame.clientHeight
    const isLastDrawn = this.#to === this.#rows.length
    this.#isNearEnd = isLastDrawn && toEnd < AT_END_PX
    this.#isStuck = isLastDrawn && toEnd <= 2
    const offset = this.#offset()
    this.#onLook({ isAtEnd: this.#isNearEnd, first: this.#heights.indexAt(offset), toTop: offset, toEnd })
  }

  readonly #onScroll = () => {
    clearTimeout(this.#stillTimer)
    this.#stillTimer = setTimeout(this.#onStill, STILL_MS)
    if (this.#frame) this.#look(this.#frame, this.#boxes(this.#frame))
    this.#drawMore()
  }

  readonly #onStill = () => {
    this.#stillTimer = undefined
    const by = this.#drift
    if (!this.#frame || by === 0) return
    this.#shift(-by)
    this.#frame.scrollTop -= by
  }

  /** Where what is seen begins, from the top of the first row. */
  #offset(): number {
    return this.#frame ? this.#frame.scrollTop - (this.#spacer()?.offsetTop ?? 0) - this.#drift : 0
  }

  #spacer(): HTMLElement | undefined {
    return this.#frame?.querySelector<HTMLElement>("[data-spacer]") ?? undefined
  }

  /** Where the drawn rows stand, from the top of what is seen. */
  #boxes(frame: HTMLElement): Box[] {
    const above = frame.getBoundingClientRect().top
    return Array.from(frame.querySelectorAll("[data-row]"), element => {
      const { top, height } = element.getBoundingClientRect()
      return { top: top - above, height }
    })
  }
}

const contentHeight = ({ firstElementChild: content }: HTMLElement) =>
  content instanceof HTMLElement ? content.offsetHeight : 0

/** Safari on phones ends a swing that is under way when the page moves the scroll position. */
function isFragile(): boolean {
  const { userAgent, maxTouchPoints, platform } = navigator
  return /iP(hone|ad|od)/.test(userAgent) || (maxTouchPoints > 1 && platform.startsWith("Mac"))
}
