import { Emitter } from "./emitter.ts"
import type {
  Changes,
  Client,
  Invitation,
  Message,
  Pref,
  Room,
  RoomChanges,
  StreamedPiece,
  Typing,
} from "./models.ts"
import { Recent } from "./recent.ts"
import * as roomView from "./room-view.ts"
import { isIn, isNews, type RoomView, viewOf } from "./room-view.ts"
import { placeOf, unsentOf, type ViewMessage, versionOf } from "./timeline.ts"

/** What a view tells when it changes. */
export interface ViewEvents {
  /** A message that is new here, or has changed. `isNew`: it stands after all that was known of its room. */
  message: { message: ViewMessage; isNew: boolean }
  /** Messages that the user cannot see any more. */
  messageDeleted: { room: string; ids: string[] }
  /** A room, or what is held of its messages, is new or has changed. */
  room: RoomView
  /** The user is not in this room any more, or it is deleted. */
  roomGone: string
  typing: Typing
  streaming: StreamedPiece
  prefs: ReadonlyMap<string, unknown>
  invitations: readonly Invitation[]
  /** Everything was loaded anew: read it from the view. */
  reset: undefined
}

/** A page that was asked for: what the room was then, and what was told of it since. */
export interface Expected {
  roomId: string
  life: number | undefined
  arrived: Message[]
}

/** What the user sees, put together from what is loaded, caught up and told live. */
export class View extends Emitter<ViewEvents> {
  me: Client | undefined
  readonly rooms = new Map<string, RoomView>()
  readonly prefs = new Map<string, unknown>()
  invitations: readonly Invitation[] = []
  #recent = new Recent()
  /** Rises for a room when what is held of its messages was thrown away: pages asked for before do not fit. */
  readonly #lives = new Map<string, number>()
  /** What is told of rooms of which a page is on its way. */
  readonly #arriving = new Map<string, Set<Message[]>>()

  /** Replaces everything. Messages that wait to be sent stay, in rooms that are still there. */
  reset(rooms: readonly Room[], prefs: readonly Pref[], invitations: readonly Invitation[]): void {
    const unsent = new Map([...this.rooms].map(([id, { messages }]) => [id, unsentOf(messages)]))
    for (const id of this.rooms.keys()) this.#renew(id)
    this.rooms.clear()
    for (const room of rooms)
      this.rooms.set(room._id, { ...viewOf(room), messages: unsent.get(room._id) ?? [] })
    this.#setPrefs(prefs)
    this.invitations = invitations
  }

  /** Forgets everything, unsent messages too, and what was gone for somebody else. */
  clear(): void {
    this.#recent = new Recent()
    this.reset([], [], [])
  }

  /** Forgets the messages of a room but the last. */
  unload(roomId: string): void {
    const view = this.rooms.get(roomId)
    if (!view) return
    this.#renew(roomId)
    this.put({ ...viewOf(view), messages: unsentOf(view.messages) })
  }

  put(view: RoomView): void {
    if (this.rooms.get(view._id) === view) return
    this.rooms.set(view._id, view)
    this.emit("room", view)
  }

  /** A room as the server shows it now. Who is in it waits for no invitation to it. */
  putRoom(room: Room): void {
    if (this.me && !isIn(room, this.me._id)) this.dropRoom(room._id)
    else this.put(viewOf(room, this.rooms.get(room._id)))
    const others = this.invitations.filter(({ room: { _id } }) => _id !== room._id)
    if (others.length < this.invitations.length) this.setInvitations(others)
  }

  dropRoom(id: string): void {
    this.#renew(id)
    if (this.rooms.delete(id)) this.emit("roomGone", id)
  }

  /** A message as it is now. @returns false when its room is not known. */
  putMessage(message: Message): boolean {
    const view = this.rooms.get(message.room)
    if (!view) return false
    if (isHiddenFrom(view, message)) this.deleteMessages(view._id, [message._id], versionOf(message))
    else if (!this.#isGone(message)) {
      this.#arrive(view._id, [message])
      const isNew = isNews(view, message)
      this.put(roomView.withLast(roomView.withMessages(view, [message]), message, this.me?._id ?? ""))
      this.#tell(view, message, isNew)
    }
    return true
  }

  /**
   * @param version up to which of its changes a message is gone; one that is only hidden may come back later. "known": up
   *   to the last that was heard of.
   */
  deleteMessages(
    roomId: string,
    ids: readonly string[],
    version: number | "known" = Number.POSITIVE_INFINITY,
  ): void {
    const view = this.rooms.get(roomId)
    const fresh = ids.filter(id => {
      const held = view?.messages.find(({ _id, delivery }) => _id === id && !delivery)
      const upTo = version === "known" ? this.#knownVersion(id, held ?? view?.lastMessage) : version
      if (this.#recent.isGone(id, upTo, 0)) return false
      this.#recent.note(id, { version: upTo, isGone: true, place: held?.roomSeq })
      return true
    })
    if (view) this.put(roomView.withoutMessages(view, ids))
    if (fresh.length > 0) this.emit("messageDeleted", { room: roomId, ids: fresh })
  }

  /** All messages of a room that the server has. */
  deleteAll(roomId: string): void {
    const view = this.rooms.get(roomId)
    if (!view) return
    this.#renew(roomId)
    const last = view.lastMessage ? [view.lastMessage] : []
    const ids = new Set([...view.messages.filter(({ delivery }) => !delivery), ...last].map(({ _id }) => _id))
    this.deleteMessages(roomId, [...ids])
    this.put(roomView.emptied(this.rooms.get(roomId) ?? view))
  }

  /** What was missed. @param limit how many messages of a room were asked for at most. */
  putChanges({ rooms, roomIds, prefs, invitations }: Changes, limit: number): void {
    for (const changes of rooms) this.#putRoomChanges(changes, limit)
    if (roomIds) {
      const left = new Set(roomIds)
      for (const id of this.rooms.keys()) if (!left.has(id)) this.dropRoom(id)
    }
    if (prefs) {
      this.#setPrefs(prefs)
      this.emit("prefs", this.prefs)
    }
    if (invitations) this.setInvitations(invitations)
    this.#recent.turn()
  }

  setInvitations(invitations: readonly Invitation[]): void {
    this.invitations = invitations
    this.emit("invitations", invitations)
  }

  /** A page of a room's messages is about to be asked for. */
  expect(roomId: string): Expected {
    const arrived: Message[] = []
    const arriving = this.#arriving.get(roomId) ?? new Set()
    this.#arriving.set(roomId, arriving.add(arrived))
    return { roomId, life: this.#lives.get(roomId), arrived }
  }

  /** Its answer has come, or will not. */
  stopExpecting({ roomId, arrived }: Expected): void {
    const arriving = this.#arriving.get(roomId)
    arriving?.delete(arrived)
    if (arriving?.size === 0) this.#arriving.delete(roomId)
  }

  /**
   * Puts in the newest messages of a room, or those from before the held ones.
   * @param page in the room's order.
   * @param isFull there may be messages before it.
   * @returns false when it does not fit any more to what is held.
   */
  putPage(expected: Expected, place: "newest" | "older", page: readonly Message[], isFull: boolean): boolean {
    const view = this.rooms.get(expected.roomId)
    if (!view || expected.life !== this.#lives.get(view._id)) return false
    const begin = isFull && page[0] ? placeOf(page[0]) : undefined
    const visible = this.#visible(view, page)
    if (place === "older") this.put(roomView.withOlder(view, visible, begin))
    else {
      const newest = roomView.withNewest(view, visible, begin)
      this.put(roomView.withMessages(newest, this.#visible(view, expected.arrived)))
    }
    return true
  }

  #putRoomChanges({ room, afresh, messages, deleted }: RoomChanges, limit: number): void {
    // First, since the room as it comes has counted them already.
    if (deleted.length > 0) {
      this.deleteMessages(room._id, deleted, "known")
      // A page on its way may bring one of them in a form that is not known here.
      this.#renew(room._id)
    }
    const former = this.rooms.get(room._id)
    const visible = this.#visible(room, messages)
    let view = viewOf(room, former)
    if (afresh) this.#renew(room._id)
    if (afresh && view.isLoaded)
      view = roomView.withNewest(
        view,
        visible,
        messages[0] && messages.length >= limit ? placeOf(messages[0]) : undefined,
      )
    else view = roomView.withMessages(view, visible)
    this.#arrive(room._id, visible)
    this.put(view)
    // In a room that was not held the unread ones are the newest.
    const firstNew = visible.length - (room.unread ?? 0)
    for (const [i, message] of visible.entries())
      this.#tell(former ?? view, message, former ? isNews(former, message) : i >= firstNew)
  }

  /** Tells of a message, unless it was told already or was there. @param held the room before it. */
  #tell(held: RoomView, message: Message, isNew: boolean): void {
    const version = versionOf(message)
    const told = this.#recent.get(message._id)
    const known = held.messages.find(({ _id }) => _id === message._id)
    this.#recent.note(message._id, { version, isGone: false })
    if (told && !told.isGone && told.version >= version) return
    if (known && !known.delivery && versionOf(known) >= version) return
    this.emit("message", { message, isNew: isNew && !told && !known })
  }

  #visible(view: Room, messages: readonly Message[]): Message[] {
    return messages.filter(message => !isHiddenFrom(view, message) && !this.#isGone(message))
  }

  #isGone(message: Message): boolean {
    return this.#recent.isGone(message._id, versionOf(message), placeOf(message))
  }

  #knownVersion(id: string, held: Message | undefined): number {
    const told = this.#recent.get(id)?.version ?? 0
    return held?._id === id ? Math.max(told, versionOf(held)) : told
  }

  #arrive(roomId: string, messages: readonly Message[]): void {
    for (const arrived of this.#arriving.get(roomId) ?? []) arrived.push(...messages)
  }

  #renew(roomId: string): void {
    this.#lives.set(roomId, (this.#lives.get(roomId) ?? 0) + 1)
  }

  #setPrefs(prefs: readonly Pref[]): void {
    this.prefs.clear()
    for (const { key, data } of prefs) this.prefs.set(key, data)
  }
}

/** Superusers of a room see what is hidden from the others. */
const isHiddenFrom = ({ isSuperuser }: Room, { isHidden, isDeleted }: Message): boolean =>
  Boolean(isDeleted || (isHidden && !isSuperuser))
