import { RequestError } from "./errors.ts"
import type { Changes, Invitation, Message, Pref, Room } from "./models.ts"
import type { Request } from "./rest.ts"
import { storedOf } from "./timeline.ts"
import type { View } from "./view.ts"

const roomsPage = 100

/** A room that was left while its pages were read may push another out of them. */
const mostRounds = 3

interface Page<T> {
  totalCount: number
  data: T[]
}

/** Loads what the catch-up does not bring: everything at first, and messages of rooms that are looked at. */
export class Loader {
  readonly #request: Request
  readonly #view: View
  readonly #limit: number
  /** Rooms whose messages were asked for: they stay loaded, whatever happens. */
  readonly #wanted = new Set<string>()
  /** What is being loaded of a room. */
  readonly #loading = new Map<string, Promise<void>>()

  /** @param limit messages of one page. */
  constructor(request: Request, view: View, limit: number) {
    this.#request = request
    this.#view = view
    this.#limit = limit
    for (const { _id, isLoaded } of view.rooms.values()) if (isLoaded) this.#wanted.add(_id)
  }

  /** All rooms, preferences and invitations; also the messages of rooms that were loaded before. */
  async loadAll(reset: Changes | undefined, signal: AbortSignal): Promise<void> {
    const get = <T>(path: string) => this.#request<T>("GET", path, undefined, signal)
    const [rooms, prefs, invitations] = await Promise.all([
      listRooms(get),
      reset?.prefs ?? get<Pref[]>("/me/pref"),
      reset?.invitations ?? get<Page<Invitation>>("/rooms/invitations").then(({ data }) => data),
    ])
    this.#view.reset(rooms, prefs, invitations)
    for (const roomId of this.#wanted) if (this.#view.rooms.has(roomId)) await this.#loadNewest(roomId)
    this.#view.emit("reset", undefined)
  }

  /** The newest messages of a room; from then on they are kept complete. */
  loadMessages(roomId: string): Promise<void> {
    this.#wanted.add(roomId)
    return this.#once(roomId, () => this.#loadNewest(roomId))
  }

  /** Messages from before those that are held. */
  loadOlder(roomId: string): Promise<void> {
    return this.#once(roomId, () => this.#loadOlder(roomId))
  }

  /** Forgets the messages of a room that nobody looks at any more. */
  unload(roomId: string): void {
    this.#wanted.delete(roomId)
    this.#view.unload(roomId)
  }

  #once(roomId: string, load: () => Promise<void>): Promise<void> {
    const running = this.#loading.get(roomId) ?? load().finally(() => this.#loading.delete(roomId))
    this.#loading.set(roomId, running)
    return running
  }

  async #loadNewest(roomId: string): Promise<void> {
    if (!this.#view.rooms.has(roomId))
      this.#view.putRoom(await this.#request<Room>("GET", `/rooms/${encodeURIComponent(roomId)}`))
    while (this.#view.rooms.has(roomId)) if (await this.#loadPage(roomId, "newest")) return
  }

  async #loadOlder(roomId: string): Promise<void> {
    const view = this.#view.rooms.get(roomId)
    const first = view && storedOf(view.messages)[0]
    if (!view?.isLoaded || (view.hasOlder && !first)) return this.#loadNewest(roomId)
    if (!view.hasOlder) return
    try {
      await this.#loadPage(roomId, "older", first?._id)
    } catch (error) {
      // The message to go on from was deleted, and this client has not heard of it.
      if (!(error instanceof RequestError) || error.status !== 400) throw error
      await this.#loadNewest(roomId)
    }
  }

  /** @returns false when what came does not fit any more to what is held. */
  async #loadPage(roomId: string, place: "newest" | "older", before?: string): Promise<boolean> {
    const query = new URLSearchParams({ limit: `${this.#limit}`, sortOrder: "desc" })
    if (before) query.set("beforeMessage", before)
    const expected = this.#view.expect(roomId)
    try {
      const path = `/rooms/${encodeURIComponent(roomId)}/messages/v3?${query}`
      const { data } = await this.#request<Page<Message>>("GET", path)
      return this.#view.putPage(expected, place, data.reverse(), data.length >= this.#limit)
    } finally {
      this.#view.stopExpecting(expected)
    }
  }
}

/** All rooms, page by page, however the list moves meanwhile. */
async function listRooms(get: <T>(path: string) => Promise<T>): Promise<Room[]> {
  const rooms = new Map<string, Room>()
  for (let round = 0; round < mostRounds; round++) {
    for (let skip = 0, total = 1; skip < total; skip += roomsPage) {
      const page = await get<Page<Room>>(`/rooms?skip=${skip}&limit=${roomsPage}&sort=-lastMessage`)
      for (const room of page.data) rooms.set(room._id, room)
      total = page.totalCount
      if (skip + roomsPage >= total && rooms.size >= total) return [...rooms.values()]
    }
  }
  return [...rooms.values()]
}
