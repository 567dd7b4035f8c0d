import { depthOfEntry, isNarrow, markEntry, onTravel, pushEntry, travel } from "../connection/history.ts"
import { closeRoom } from "./open-room.ts"
import type { Session } from "./session.ts"

/** Something that lies over the rest of a phone's screen and goes away by the browser's "back". */
interface Layer {
  close(): void
}

const layers: Layer[] = []
/** The depth of the entry below all layers. */
let base = 0
let isTravelling = false
let isPlanned = false

/** On a phone "back" closes what was opened last, be it a room or a window. @returns a function that takes it away. */
export function enterLayer(close: () => void): () => void {
  if (!isNarrow()) return () => {}
  const layer = { close }
  layers.push(layer)
  plan()
  return () => {
    const at = layers.indexOf(layer)
    if (at < 0) return
    layers.splice(at, 1)
    plan()
  }
}

/** An open room is a layer over the list. @returns a function that ends it. */
export function followNavigation(session: Session): () => void {
  base = depthOfEntry() ?? 0
  markEntry(base)
  let leave: (() => void) | undefined
  const follow = () => {
    const isOpen = session.store.get().openRoomId !== undefined && !session.onlyRoom
    if (isOpen === (leave !== undefined)) return
    leave?.()
    leave = isOpen ? enterLayer(() => closeRoom(session)) : undefined
  }
  const ends = [session.store.subscribe(follow), onTravel(arrive)]
  return () => {
    leave?.()
    for (const end of ends) end()
  }
}

/** What opens and closes in one moment makes no step. */
function plan(): void {
  if (isPlanned) return
  isPlanned = true
  queueMicrotask(() => {
    isPlanned = false
    catchUp()
  })
}

/** Brings the history to the number of layers. A step back takes a while: until it has arrived nothing else is done. */
function catchUp(): void {
  if (isTravelling) return
  const steps = layers.length - depth()
  for (let step = 1; step <= steps; step++) pushEntry(base + layers.length - steps + step)
  if (steps >= 0) return
  isTravelling = true
  travel(steps)
}

function arrive(): void {
  if (depthOfEntry() === undefined) markEntry(base + layers.length)
  else if (isTravelling) {
    isTravelling = false
    catchUp()
  } else while (layers.length > depth()) layers.pop()?.close()
}

/** Of the present entry, in layers. Whoever goes back beyond the page's beginning begins there. */
function depth(): number {
  const entry = depthOfEntry() ?? base + layers.length
  base = Math.min(base, entry)
  return entry - base
}

export { isNarrow }
