import type { Client, RoomView } from "../wire/models.ts"

export type Phase = "starting" | "ready" | "failed" | "signedOut"
export type LinkShown = "connecting" | "online" | "lost" | "offline"

export interface Typist {
  id: string
  name: string
  until: number
}

/** What is being read of a room's messages, and whether the last attempt failed. */
export interface Reading {
  loading: "first" | "older" | "no"
  failed: boolean
}

export interface ChatState {
  phase: Phase
  link: LinkShown
  me: Client
  /** As the client holds them; another object whenever one of them changes. */
  rooms: ReadonlyMap<string, RoomView>
  /** Somebody is looking: what arrives in the open room counts as read. */
  attended: boolean
  openRoomId?: string
  /** The open room cannot be shown: no such room, or not the user's. */
  unavailable: boolean
  readings: Record<string, Reading>
  /** Where reading stopped, by room: newer messages of others stand below the unread divider. */
  unreadAfter: Record<string, string | undefined>
  typists: Record<string, Typist[]>
  drafts: Record<string, string>
  /** What went wrong with the last thing the user asked for, as a sentence. */
  notice?: string
}

export function initialState(): ChatState {
  return {
    phase: "starting",
    link: "connecting",
    me: { _id: "" },
    rooms: new Map(),
    attended: false,
    unavailable: false,
    readings: {},
    unreadAfter: {},
    typists: {},
    drafts: {},
  }
}
