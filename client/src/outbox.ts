import type { ServerClock } from "./clock.ts"
import { retryDelay } from "./delays.ts"
import { RequestError } from "./errors.ts"
import { newMessageId, timeOfId } from "./message-ids.ts"
import type { Message } from "./models.ts"
import type { Request } from "./rest.ts"
import type { ViewMessage } from "./timeline.ts"
import type { View } from "./view.ts"

/** What is sent: the fields of a message that its sender chooses. */
export interface Content {
  messageType?: string
  message?: unknown
  mentions?: string[]
  /** Id of the message that it replies to. */
  reply?: string
  push?: boolean
  [field: string]: unknown
}

/** A message on its way. */
export interface Sent {
  /** As it stands in the view. */
  message: ViewMessage
  /** Resolves with the stored message. Rejects when it is refused, discarded, or the client closed before. */
  stored: Promise<Message>
}

interface Waiting {
  message: ViewMessage
  content: Content
  resolve(message: Message): void
  reject(error: Error): void
}

/** The server takes ids chosen by their sender up to a day off its own time. */
const oldestIdMs = 23 * 60 * 60 * 1000

/**
 * Messages that the server has not acknowledged. They go out one after the other in each room, and again after each loss,
 * always with the same id: the server stores it once.
 */
export class Outbox {
  readonly #view: View
  readonly #request: Request
  readonly #clock: ServerClock
  readonly #rooms = new Map<string, Waiting[]>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  /** Ends the calls under way; absent while there is no link. */
  #open: AbortController | undefined
  readonly #busy = new Set<string>()

  constructor(view: View, request: Request, clock: ServerClock) {
    this.#view = view
    this.#request = request
    this.#clock = clock
    view.on("message", ({ message }) => {
      if (!message.delivery) this.#take(message.room, message._id)?.resolve(message)
    })
    view.on("messageDeleted", ({ room, ids }) => {
      for (const id of ids) this.#take(room, id)?.reject(new Error("The message was deleted."))
    })
  }

  /** Shows a message at once and sends it as soon as the link stands. */
  send(roomId: string, content: Content): Sent {
    const now = this.#clock.now()
    const message: ViewMessage = {
      messageType: "text",
      ...content,
      _id: (content._id as string | undefined) ?? newMessageId(now),
      room: roomId,
      sender: this.#view.me ?? { _id: "" },
      createdAtMS: now,
      delivery: "pending",
    }
    const stored = new Promise<Message>((resolve, reject) => {
      const waiting = { message, content, resolve, reject }
      this.#rooms.set(roomId, [...(this.#rooms.get(roomId) ?? []), waiting])
    })
    // Whoever does not look at the outcome sees it in the view.
    stored.catch(() => {})
    this.#show(message)
    void this.#drain(roomId)
    return { message, stored }
  }

  /** Sends a refused message once more. */
  retry(roomId: string, id: string): void {
    const waiting = this.#rooms.get(roomId)?.find(({ message }) => message._id === id)
    if (waiting) this.#change(waiting, { delivery: "pending", refusal: undefined })
    void this.#drain(roomId)
  }

  discard(roomId: string, id: string): void {
    this.#take(roomId, id)?.reject(new Error("The message was discarded."))
    this.#hide(roomId, id)
  }

  /** The link stands: everything goes out again, in order. */
  open(): void {
    this.#open = new AbortController()
    for (const roomId of this.#rooms.keys()) void this.#drain(roomId)
  }

  /** The link is gone, and with it the answers of what is under way. */
  shut(): void {
    this.#open?.abort()
    this.#open = undefined
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Drops everything: the client was closed, or somebody else signed in. */
  clear(): void {
    this.shut()
    const waiting = [...this.#rooms.values()].flat()
    this.#rooms.clear()
    for (const { reject } of waiting) reject(new Error("The client was closed, or its user changed."))
  }

  /** What is not sent, in order, as `send` takes it. */
  unsent(): { room: string; content: Content }[] {
    const waiting = [...this.#rooms.values()].flat()
    return waiting.map(({ message: { room, _id }, content }) => ({ room, content: { ...content, _id } }))
  }

  async #drain(roomId: string): Promise<void> {
    if (this.#busy.has(roomId)) return
    this.#busy.add(roomId)
    for (let open = this.#open; open; open = this.#open) {
      const next = this.#rooms.get(roomId)?.find(({ message }) => message.delivery === "pending")
      if (!next) break
      if (await this.#deliver(next, open.signal)) continue
      if (this.#open === open) this.#later(roomId)
      if (this.#open === open) break
    }
    this.#busy.delete(roomId)
  }

  #later(roomId: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      void this.#drain(roomId)
    }, retryDelay(0))
    this.#timers.add(timer)
  }

  /** @returns false when the message has to go out again. */
  async #deliver(waiting: Waiting, signal: AbortSignal): Promise<boolean> {
    const { room, _id } = waiting.message
    const path = `/rooms/${encodeURIComponent(room)}/message`
    const { messageType, message } = waiting.message
    try {
      const body = { ...waiting.content, messageType, message, _id }
      const stored = await this.#request<Message>("POST", path, body, signal)
      this.#view.putMessage(stored)
      this.#take(room, _id)?.resolve(stored)
    } catch (error) {
      if (!(error instanceof RequestError) || !error.isFinal || error.status === 401) return false
      if (!this.#isWaiting(waiting)) return true
      if (error.status === 400 && this.#renew(waiting)) return true
      this.#change(waiting, { delivery: "refused", refusal: error.message })
      waiting.reject(error)
    }
    return true
  }

  /** An id too far from the server's time was refused, so nothing is stored under it: another one is chosen. */
  #renew(waiting: Waiting): boolean {
    const now = this.#clock.now()
    const { room, _id } = waiting.message
    if (Math.abs(timeOfId(_id) - now) < oldestIdMs) return false
    this.#hide(room, _id)
    this.#change(waiting, { _id: newMessageId(now), createdAtMS: now })
    return true
  }

  /** False once the message was told of some other way. */
  #isWaiting(waiting: Waiting): boolean {
    return this.#rooms.get(waiting.message.room)?.includes(waiting) === true
  }

  #change(waiting: Waiting, change: Partial<ViewMessage>): void {
    waiting.message = { ...waiting.message, ...change }
    this.#show(waiting.message)
  }

  #take(roomId: string, id: string): Waiting | undefined {
    const all = this.#rooms.get(roomId)
    const found = all?.find(({ message }) => message._id === id)
    if (!found) return
    const left = all?.filter(one => one !== found) ?? []
    if (left.length > 0) this.#rooms.set(roomId, left)
    else this.#rooms.delete(roomId)
    return found
  }

  #show(message: ViewMessage): void {
    const view = this.#view.rooms.get(message.room)
    if (!view) return
    const isThere = view.messages.some(({ _id }) => _id === message._id)
    const messages = isThere
      ? view.messages.map(one => (one._id === message._id && one.delivery ? message : one))
      : [...view.messages, message]
    this.#view.put({ ...view, messages })
    this.#view.emit("message", { message, isNew: !isThere })
  }

  #hide(roomId: string, id: string): void {
    const view = this.#view.rooms.get(roomId)
    if (view) this.#view.put({ ...view, messages: view.messages.filter(({ _id }) => _id !== id) })
  }
}
