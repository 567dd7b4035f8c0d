import type { Client, Invitation, Message, RoomView } from "../wire/models.ts"
import type { ChosenFile } from "./chosen-files.ts"
import type { Shown } from "./galleries.ts"
import type { Mention } from "./mentions.ts"
import type { PendingUpload } from "./pending-uploads.ts"

export type Phase = "starting" | "ready" | "failed" | "signedOut"
export type LinkShown = "connecting" | "online" | "lost" | "offline"

export interface Typist {
  id: string
  name: string
  until: number
}

/** What is being read of a room's messages, and whether the last attempt failed. */
export interface Reading {
  loading: "first" | "older" | "newer" | "no"
  failed: false | "first" | "older" | "newer"
}

/** A part of a room's history, in the server's order and without a hole, that is shown instead of its newest messages. */
export interface Past {
  messages: readonly Message[]
  hasOlder: boolean
  /** Nothing is missing from its first message up to this place in the room. */
  upTo: number
}

/** A message that the timeline is to show, with the words that were looked for. */
export interface Jump {
  roomId: string
  messageId: string
  words?: string
  /** It is not there any more. */
  isLost?: boolean
}

/** What the field of a room writes, if not simply a new message. */
export interface Composing {
  kind: "reply" | "edit"
  message: Message
}

/** An answer that a robot is making. */
export interface Streamed {
  /** Of the message that it becomes. */
  id: string
  sender: Client
  /** So far. */
  text: string
  /** When it began, by the server's clock. */
  since: number
}

/** Pictures that are looked at large, and which of them. */
export interface Gallery {
  shown: readonly Shown[]
  at: number
}

export interface ChatState {
  phase: Phase
  link: LinkShown
  me: Client
  /** As the client holds them; another object whenever one of them changes. */
  rooms: ReadonlyMap<string, RoomView>
  /** What the user is invited to and has not answered. */
  invitations: readonly Invitation[]
  /** The language that the user has chosen since the page is open; "" for none. Everything is drawn anew with it. */
  language: string
  /** Somebody is looking: what arrives in the open room counts as read. */
  attended: boolean
  openRoomId?: string
  /** The open room cannot be shown: no such room, or not the user's. */
  unavailable: boolean
  readings: Record<string, Reading>
  /** Where reading stopped, by room: newer messages of others stand below the unread divider. */
  unreadAfter: Record<string, string | undefined>
  /** By room. */
  pasts: Record<string, Past | undefined>
  jump?: Jump
  /** What is pinned, by room, once known; the newest first. */
  pins: Record<string, readonly Message[] | undefined>
  typists: Record<string, Typist[]>
  /** By room. */
  streams: Record<string, Streamed[]>
  gallery?: Gallery
  drafts: Record<string, string>
  /** By room, as all that follows: whom the draft names, what it answers or changes, and which files go with it. */
  named: Record<string, readonly Mention[]>
  composing: Record<string, Composing | undefined>
  chosen: Record<string, readonly ChosenFile[]>
  /** Files on their way, in order. */
  uploads: Record<string, readonly PendingUpload[]>
  /** What went wrong with the last thing the user asked for, as a sentence. */
  notice?: string
}

export function initialState(): ChatState {
  return {
    phase: "starting",
    link: "connecting",
    me: { _id: "" },
    rooms: new Map(),
    invitations: [],
    language: "",
    attended: false,
    unavailable: false,
    readings: {},
    unreadAfter: {},
    pasts: {},
    pins: {},
    typists: {},
    streams: {},
    drafts: {},
    named: {},
    composing: {},
    chosen: {},
    uploads: {},
  }
}
