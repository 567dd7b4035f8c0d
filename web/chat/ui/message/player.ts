import { useEffect, useState } from "preact/hooks"
import { filePath, forgetSigned, signFile } from "../../state/files.ts"
import type { Session } from "../../state/session.ts"

/** What is being heard: one recording at a time, also while its message is scrolled out of sight. */
interface Hearing {
  id: string
  isPlaying: boolean
  isFailed: boolean
  /** Seconds. */
  at: number
  length?: number
  rate: number
}

let sound: HTMLAudioElement | undefined
let hearing: Hearing | undefined
let leave = () => {}
const listeners = new Set<() => void>()

function tell(part: Partial<Hearing>): void {
  if (!hearing) return
  hearing = { ...hearing, ...part }
  for (const listener of [...listeners]) listener()
}

/** What is heard of one message; undefined when it is another's turn. */
export function useHearing(id: string): Hearing | undefined {
  const [, draw] = useState({})
  useEffect(() => {
    let was = hearing?.id === id
    const look = () => {
      const is = hearing?.id === id
      if (is || was) draw({})
      was = is
    }
    listeners.add(look)
    return () => void listeners.delete(look)
  }, [id])
  return hearing?.id === id ? hearing : undefined
}

export interface Recording {
  id: string
  url: string
  length?: number
}

/** Plays a recording from where it was left, and silences everything else. */
export async function play(session: Session, { id, url, length }: Recording, from?: number): Promise<void> {
  const element = player()
  if (hearing?.id !== id) {
    element.pause()
    hearing = { id, isPlaying: false, isFailed: false, at: from ?? 0, length, rate: element.playbackRate }
    followRoom(session)
    element.removeAttribute("src")
  }
  tell({ isFailed: false })
  if (!element.src) {
    const path = filePath(url)
    const address = path ? await signFile(session, path) : url
    if (hearing?.id !== id) return
    element.src = address ?? url
    if (from) element.currentTime = from
  }
  silenceOthers(element)
  element.play().catch(() => failed(session, id, url))
}

export function pause(): void {
  sound?.pause()
}

/** @param seconds from its beginning. */
export function seek(id: string, seconds: number): void {
  if (hearing?.id !== id || !sound) return
  sound.currentTime = seconds
  tell({ at: seconds })
}

const RATES = [1, 1.5, 2]

/** Faster, and from the fastest back to normal. */
export function nextRate(): void {
  if (!sound) return
  sound.playbackRate = RATES[(RATES.indexOf(sound.playbackRate) + 1) % RATES.length] ?? 1
  tell({ rate: sound.playbackRate })
}

function player(): HTMLAudioElement {
  if (sound) return sound
  const element = new Audio()
  element.preload = "auto"
  element.onplay = () => tell({ isPlaying: true })
  element.onpause = () => tell({ isPlaying: false })
  element.ontimeupdate = () => tell({ at: element.currentTime })
  element.ondurationchange = () => {
    if (Number.isFinite(element.duration)) tell({ length: element.duration })
  }
  element.onended = () => tell({ isPlaying: false, at: 0 })
  sound = element
  return element
}

function failed(session: Session, id: string, url: string): void {
  if (hearing?.id !== id || !sound?.error) return
  const path = filePath(url)
  if (path) forgetSigned(session, path)
  sound.removeAttribute("src")
  tell({ isFailed: true, isPlaying: false })
}

/** Nothing plays on in a room that was left. */
function followRoom({ store }: Session): void {
  leave()
  const { openRoomId } = store.get()
  leave = store.subscribe(() => {
    const { openRoomId: now, phase } = store.get()
    if (now !== openRoomId || phase !== "ready") pause()
  })
}

/** Whatever begins to sound, everything else falls silent. */
export function silenceOthers(playing: HTMLMediaElement): void {
  if (sound && sound !== playing) sound.pause()
  for (const other of document.querySelectorAll("video")) if (other !== playing) other.pause()
}
