import type { Ask, Who, World } from "./world.ts"

export type Making = (world: World) => Ask | Promise<Ask>

/** Turns a call that succeeds into one that is refused. */
export type Spoil = (ask: Ask, world: World) => Ask | Promise<Ask>

/** Why nobody can be answered this way. */
export interface Never {
  never: string
}

/** How an operation is called so that it succeeds, and how so that it answers each documented error. */
export interface Fixture {
  success: Making | Making[]
  /** Code → a spoilt call for each case; what keys and tokens decide is known for all operations alike. */
  errors?: Record<string, Spoil | Spoil[] | Never>
}

export type Fixtures = Record<string, Fixture>

/** A call about a new room of alice's and bob's. */
export const inRoom =
  (as: Who, ask: Omit<Ask, "as"> = {}): Making =>
  async world => ({ as, ...ask, params: { roomId: await world.room(), ...ask.params } })

/** A call about a new message of alice's, in such a room. */
export const onMessage =
  (as: Who, ask: Omit<Ask, "as"> = {}): Making =>
  async world => {
    const roomId = await world.room()
    return { as, ...ask, params: { roomId, messageId: await world.message(roomId), ...ask.params } }
  }

export const by =
  (as: Who): Spoil =>
  ask => ({ ...ask, as })

export const withParams =
  (params: Record<string, string>): Spoil =>
  ask => ({ ...ask, params: { ...ask.params, ...params } })

export const withQuery =
  (query: Ask["query"]): Spoil =>
  ask => ({ ...ask, query: { ...ask.query, ...query } })

/** Fields that are undefined are left out. */
export const withFields =
  (fields: Record<string, unknown>): Spoil =>
  ask => ({ ...ask, body: { ...ask.body, ...fields } })

export const withBody =
  (body: unknown): Spoil =>
  ask => ({ ...ask, body })

/** The call stays as it is, but something happened before. */
export const after =
  (happen: (world: World, ask: Ask) => Promise<unknown>): Spoil =>
  async (ask, world) => {
    await happen(world, ask)
    return ask
  }

export const together =
  (...spoils: Spoil[]): Spoil =>
  async (ask, world) => {
    let spoilt = ask
    for (const spoil of spoils) spoilt = await spoil(spoilt, world)
    return spoilt
  }

/** Carol is in no room of the world. */
export const byOutsider = { NOT_ROOM_MEMBER: by("carol") }
export const nowhere = withParams({ roomId: "nowhere" })
export const noSuchRoom = { ROOM_NOT_FOUND: nowhere }
/** The id of no message. */
export const noId = "0123456789abcdef01234567"
export const noSuchMessage = { MESSAGE_NOT_FOUND: withParams({ messageId: noId }) }
export const ofRoom = { ...byOutsider, ...noSuchRoom }
/** Bob is a member, and no more than that. */
export const byPlainMember = { INSUFFICIENT_PERMISSIONS: by("bob") }

const change = (fields: object) =>
  after((world, { params }) => world.backend("PUT", `/rooms/${params?.roomId}`, fields))
export const frozen = change({ status: 0 })
export const closed = change({ opening: 0 })
export const banned = (clientId: string) =>
  after((world, { params }) => world.backend("POST", `/blockStatus/room/${params?.roomId}/${clientId}`))
