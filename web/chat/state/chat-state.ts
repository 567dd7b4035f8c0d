import type { Client, Room } from "../wire/models.ts"
import type { Conversation } from "./conversation.ts"

export type Phase = "starting" | "ready" | "failed" | "signedOut"
export type Link = "connecting" | "online" | "lost" | "offline"
export type Notice = "editFailed" | "recallFailed"

export interface Typist {
  id: string
  name: string
  until: number
}

export interface ChatState {
  phase: Phase
  link: Link
  me: Client
  rooms: Record<string, Room>
  /** How many rooms were asked for: the place of the next page. */
  roomsAsked: number
  roomsTotal: number
  roomsLoading: boolean
  openRoomId?: string
  /** The open room cannot be shown: no such room, or not the user's. */
  unavailable: boolean
  conversations: Record<string, Conversation>
  typists: Record<string, Typist[]>
  drafts: Record<string, string>
  notice?: Notice
}

export function initialState(phase: Phase): ChatState {
  return {
    phase,
    link: "connecting",
    me: { _id: "" },
    rooms: {},
    roomsAsked: 0,
    roomsTotal: 0,
    roomsLoading: false,
    unavailable: false,
    conversations: {},
    typists: {},
    drafts: {},
  }
}
