/** The wire's objects as the page reads them: those of the client. */
export type { Client, Invitation, MemberProperty, Picture, Room } from "../../../client/src/models.ts"
export type { RoomView } from "../../../client/src/room-view.ts"
export type { ViewMessage as Message } from "../../../client/src/timeline.ts"
