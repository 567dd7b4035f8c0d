/** What a caller shows: nothing, the client key alone, the API key (alone, or for the caller), the caller's own token. */
export type Credentials = "nothing" | "app" | "key" | "keyFor" | "token"

/** The room that a cell is about: one with owner, manager and admin; one with none of them; a direct room. */
export type RoomKind = "group" | "flat" | "direct"

/** Where the caller stands towards it. A stranger is in other rooms, a newcomer in none. */
export type Place =
  | "newcomer"
  | "stranger"
  | "member"
  | "admin"
  | "manager"
  | "owner"
  | "left"
  | "banned"
  | "invited"
  | "blocked"

export interface Kind {
  shows: Credentials
  room: RoomKind
  place: Place
  frozen?: true
}

/** The columns of every table, in their order. */
export const kinds = {
  none: { shows: "nothing", room: "group", place: "newcomer" },
  app: { shows: "app", room: "group", place: "newcomer" },
  key: { shows: "key", room: "group", place: "newcomer" },
  /** The API key in the name of a member, and of somebody who is not one. */
  act: { shows: "keyFor", room: "group", place: "member" },
  actO: { shows: "keyFor", room: "group", place: "stranger" },
  new: { shows: "token", room: "group", place: "newcomer" },
  out: { shows: "token", room: "group", place: "stranger" },
  mem: { shows: "token", room: "group", place: "member" },
  /** A member of a room that has neither owner nor managers nor admins. */
  flat: { shows: "token", room: "flat", place: "member" },
  adm: { shows: "token", room: "group", place: "admin" },
  mgr: { shows: "token", room: "group", place: "manager" },
  own: { shows: "token", room: "group", place: "owner" },
  left: { shows: "token", room: "group", place: "left" },
  ban: { shows: "token", room: "group", place: "banned" },
  inv: { shows: "token", room: "group", place: "invited" },
  /** A member, and the owner, of a frozen room. */
  cold: { shows: "token", room: "group", place: "member", frozen: true },
  colO: { shows: "token", room: "group", place: "owner", frozen: true },
  /** One side of a direct room; one whom the other side has blocked; somebody else; the API key. */
  pair: { shows: "token", room: "direct", place: "member" },
  blkd: { shows: "token", room: "direct", place: "blocked" },
  thrd: { shows: "token", room: "direct", place: "stranger" },
  keyD: { shows: "key", room: "direct", place: "stranger" },
} satisfies Record<string, Kind>

export type KindName = keyof typeof kinds

export const kindNames = Object.keys(kinds) as KindName[]
