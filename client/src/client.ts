import { Emitter } from "./emitter.ts"
import type { Refusal } from "./errors.ts"
import { Link, type LinkOptions, type LinkState } from "./link.ts"
import { applyEvent } from "./live.ts"
import { Loader } from "./loading.ts"
import type { Client, Invitation, Message } from "./models.ts"
import { type Content, Outbox, type Sent } from "./outbox.ts"
import type { Method } from "./rest.ts"
import type { RoomView } from "./room-view.ts"
import { restore, type Snapshot, takeSnapshot } from "./snapshot.ts"
import { storedOf } from "./timeline.ts"
import { View, type ViewEvents } from "./view.ts"

export interface ClientOptions extends Omit<LinkOptions, "cursor"> {
  /** What `snapshot()` gave in an earlier session: the client goes on from there. */
  snapshot?: Snapshot
}

export interface ClientEvents extends ViewEvents {
  /** With `signedOut`, why. */
  state: { state: LinkState; refusal?: Refusal }
  /** Something failed that is tried again by itself. */
  error: unknown
}

/** A user's connection to the server, and what they see there: kept right whatever happens on the way. */
export function createClient(options: ClientOptions): ChatClient {
  return new ChatClient(options)
}

const inRoom = (roomId: string, rest: string) => `/rooms/${encodeURIComponent(roomId)}/${rest}`
const reactionTo = (messageId: string) => `/messages/${encodeURIComponent(messageId)}/reaction`

export class ChatClient {
  readonly #view = new View()
  readonly #signs = new Emitter<Pick<ClientEvents, "state" | "error">>()
  readonly #link: Link
  readonly #outbox: Outbox
  readonly #loader: Loader

  constructor({ snapshot, limit = 50, ...options }: ClientOptions) {
    const view = this.#view
    if (snapshot) restore(view, snapshot)
    const link = new Link(
      { ...options, limit, cursor: snapshot?.cursor },
      {
        state: (state, refusal) => this.#follow(state, refusal),
        signedIn: me => this.#welcome(me),
        load: (reset, signal) => this.#loader.loadAll(reset, signal),
        changes: page => view.putChanges(page, limit),
        event: event => applyEvent(view, event, () => link.refresh()),
        error: error => this.#signs.emit("error", error),
      },
    )
    this.#link = link
    this.#outbox = new Outbox(view, link.request, link.clock)
    this.#loader = new Loader(link.request, view, limit)
    for (const { room, content } of snapshot?.unsent ?? []) this.#outbox.send(room, content)
    link.connect()
  }

  get state(): LinkState {
    return this.#link.state
  }

  /** The signed-in user, once known. */
  get me(): Client | undefined {
    return this.#view.me
  }

  /** All rooms of the user, by id. */
  get rooms(): ReadonlyMap<string, RoomView> {
    return this.#view.rooms
  }

  /** Personal preferences, by key. */
  get prefs(): ReadonlyMap<string, unknown> {
    return this.#view.prefs
  }

  /** Pending invitations. */
  get invitations(): readonly Invitation[] {
    return this.#view.invitations
  }

  /** Messages on their way, in order, each with its `_id`: `send` takes them again in a later session. */
  get unsent(): readonly { room: string; content: Content }[] {
    return this.#outbox.unsent()
  }

  /** Up to where the view is complete. Opaque: only the server makes cursors. */
  get cursor(): string | undefined {
    return this.#link.cursor
  }

  /** The server's time, ms since the epoch. */
  now(): number {
    return this.#link.clock.now()
  }

  /** @returns a function that ends it. */
  on<Name extends keyof ClientEvents>(
    name: Name,
    handler: (payload: ClientEvents[Name]) => void,
  ): () => void {
    const source = name === "state" || name === "error" ? this.#signs : this.#view
    return (source as Emitter<ClientEvents>).on(name, handler)
  }

  /** Makes an attempt at once instead of waiting for the next; also the way back from `signedOut`. */
  connect(): void {
    this.#link.connect()
  }

  /** Ends everything; nothing is heard and nothing runs afterwards. */
  close(): void {
    this.#link.close()
    this.#outbox.clear()
  }

  /** Loads the newest messages of a room, which are kept complete from then on. @throws RequestError */
  loadMessages(roomId: string): Promise<void> {
    return this.#loader.loadMessages(roomId)
  }

  /** Loads messages from before those that are held, if there are any. @throws RequestError */
  loadOlder(roomId: string): Promise<void> {
    return this.#loader.loadOlder(roomId)
  }

  /** Forgets the messages of a room; only its last one is kept from then on. */
  unload(roomId: string): void {
    this.#loader.unload(roomId)
  }

  /** Shows a message at once and sends it as soon as it can be, exactly once whatever happens on the way. */
  send(roomId: string, content: Content): Sent {
    return this.#outbox.send(roomId, content)
  }

  /** Sends a refused message once more. */
  retry(roomId: string, messageId: string): void {
    this.#outbox.retry(roomId, messageId)
  }

  /** Gives up a message that is not sent. */
  discard(roomId: string, messageId: string): void {
    this.#outbox.discard(roomId, messageId)
  }

  /** @throws RequestError */
  edit(roomId: string, messageId: string, content: Content): Promise<Message> {
    return this.#change("POST", inRoom(roomId, "message"), { ...content, _id: messageId })
  }

  /** Takes a message back for everybody. @throws RequestError */
  recall(roomId: string, messageId: string): Promise<Message> {
    return this.#change("POST", inRoom(roomId, "message"), { _id: messageId, messageType: "recall" })
  }

  /** @throws RequestError */
  react(messageId: string, reaction: string): Promise<Message> {
    return this.#change("POST", reactionTo(messageId), { reaction })
  }

  /** Takes back one reaction, or all of the user's. @throws RequestError */
  unreact(messageId: string, reaction?: string): Promise<Message> {
    const query = reaction === undefined ? "" : `?${new URLSearchParams({ reaction })}`
    return this.#change("DELETE", reactionTo(messageId) + query)
  }

  /** Reports how far the user has read: up to a message, or to the newest that is held. @throws RequestError */
  async markRead(roomId: string, messageId?: string): Promise<void> {
    const view = this.#view.rooms.get(roomId)
    const message = messageId ?? (view && storedOf(view.messages).at(-1)?._id) ?? view?.lastMessage?._id
    if (message !== undefined) await this.request("PUT", inRoom(roomId, "lastRead"), { message })
  }

  /** Changes what the user says of themselves; own fields too. @throws RequestError */
  async updateMe(changes: Record<string, unknown>): Promise<Client> {
    const me = await this.request<Client>("POST", "/me", changes)
    this.#view.me = me
    return me
  }

  /** The user is in the room no more. @throws RequestError */
  async leave(roomId: string): Promise<void> {
    const members = [this.#view.me?._id]
    await this.request("POST", inRoom(roomId, "delete/members"), { members, systemMessage: true })
    this.#view.dropRoom(roomId)
  }

  /** Turns the invitations to a room down. @throws RequestError */
  async decline(roomId: string): Promise<void> {
    await this.request("DELETE", inRoom(roomId, "invitations"))
    this.#view.setInvitations(this.invitations.filter(({ room }) => room._id !== roomId))
  }

  /** Tells the room that the user is writing; lost unless online. */
  typing(roomId: string, text = ""): void {
    this.#link.say("typing", roomId, text)
  }

  /** Any other REST call as the user; what it changes comes back by the socket. @throws RequestError */
  request<T = unknown>(method: Method, path: string, body?: unknown): Promise<T> {
    return this.#link.request<T>(method, path, body)
  }

  /** All that is held, as JSON; undefined before the first sign-in. */
  snapshot(): Snapshot | undefined {
    const held = takeSnapshot(this.#view)
    const { cursor } = this.#link
    return held && cursor !== undefined ? { ...held, cursor, unsent: this.#outbox.unsent() } : undefined
  }

  #follow(state: LinkState, refusal?: Refusal): void {
    if (state === "online") this.#outbox.open()
    else this.#outbox.shut()
    this.#signs.emit("state", { state, refusal })
  }

  /** @returns false when what is held is somebody else's: nothing of it is kept. */
  #welcome(me: Client): boolean {
    const former = this.#view.me
    this.#view.me = me
    if (former === undefined || former._id === me._id) return true
    this.#outbox.clear()
    this.#view.clear()
    return false
  }

  async #change(method: Method, path: string, body?: unknown): Promise<Message> {
    const message = await this.request<Message>(method, path, body)
    this.#view.putMessage(message)
    return message
  }
}
