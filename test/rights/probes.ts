import { form } from "./scene.ts"
import { sign, type Target } from "./secret-rooms.ts"
import type { Ask } from "./table.ts"

/** What a prober has. */
export interface Means {
  /** A room of their own with a message of theirs in it. */
  roomId: string
  /** Somebody who is in no secret room. */
  friendId: string
  /** Whom they want to hear of. */
  ghostId: string
}

/** Ways to ask an operation for what one must not know; beside these, each is asked with all places in its path filled. */
export type Probe = (target: Target, means: Means) => Ask

const text = { messageType: "text", message: "hello" }
const query = (name: string, value: unknown) => ({ query: { [name]: JSON.stringify(value) } })
const kinds = ["messages", "files", "roomName", "roomMember", "roomTags", "roomPrefTags", "roomPrefFolder"]
const pattern = { $regex: sign }

export const probes: Record<string, Probe[]> = {
  listRooms: [
    ({ roomId }) => query("q", { _id: roomId }),
    () => query("q", { name: pattern }),
    (_, { ghostId }) => query("q", { members: ghostId }),
    ({ tag }) => query("q", { roomTags: tag }),
    () => query("pref", { tags: { $regex: sign } }),
  ],
  getMyBadge: [({ tag }) => ({ query: { roomTags: tag } })],
  countUnreadByTags: [({ tag }) => ({ body: { tags: [tag] } }), () => ({})],
  countUnreadByTagsAndTime: [({ tag }) => ({ body: { tags: [tag] } })],
  fileStats: [({ tag }) => ({ body: { tags: [tag] } })],
  searchFiles: [
    () => ({}),
    () => query("q", { filename: pattern }),
    ({ roomId }) => query("q", { "extra.roomID": roomId }),
  ],
  uploadFile: [({ roomId }) => ({ body: form({ roomID: roomId }) })],
  searchMessages: [
    () => ({ body: { type: kinds, keyword: sign } }),
    ({ roomId }) => ({ body: { type: kinds, keyword: sign, room: roomId } }),
    ({ tag }) => ({ body: { type: kinds, keyword: sign, roomTags: [tag] } }),
  ],
  searchMessagesByQuery: [
    () => ({}),
    ({ roomId }) => query("q", { room: roomId }),
    () => query("q", { message: pattern }),
    (_, { ghostId }) => query("q", { sender: ghostId }),
    ({ roomId }) => query("q", { $or: [{ room: roomId }, { messageType: "text" }] }),
    ({ messageId }) => query("q", { _id: messageId }),
  ],
  createRoom: [({ roomId }, { friendId }) => ({ body: { _id: roomId, members: [friendId] } })],
  createAndJoinRoom: [
    ({ roomId }, { friendId }) => ({ body: { _id: roomId, invitee: friendId } }),
    ({ roomId }, { friendId }) => ({ body: { _id: roomId, roomType: "direct", invitee: friendId } }),
  ],
  updateRoom: [() => ({ body: { name: "mine" } }), () => ({ body: { opening: 1, owner: "me" } })],
  addMembers: [(_, { friendId }) => ({ body: { invitees: [friendId] } })],
  removeMembers: [(_, { ghostId }) => ({ body: { members: [ghostId] } })],
  updateMemberProperty: [() => ({ body: { property: "seat", value: 1 } })],
  cancelInvitations: [(_, { ghostId }) => ({ body: { invitees: [ghostId] } })],
  updateLastRead: [
    ({ messageId }) => ({ body: { message: messageId } }),
    () => ({ body: {} }),
    ({ messageId }, { roomId }) => ({ params: { roomId }, body: { message: messageId } }),
  ],
  sendTyping: [() => ({ body: { message: "he" } })],
  sendOrRecallInRoom: [
    () => ({ body: text }),
    ({ messageId }) => ({ body: { _id: messageId, message: "changed" } }),
    ({ messageId }) => ({ body: { _id: messageId, messageType: "recall" } }),
    ({ messageId }, { roomId }) => ({ params: { roomId }, body: { ...text, reply: messageId } }),
    ({ messageId }, { roomId }) => ({ params: { roomId }, body: { _id: messageId, messageType: "recall" } }),
  ],
  batchSendMessages: [({ roomId }) => ({ body: { ...text, paras: [{ room: roomId }] } })],
  sendMessage: [({ roomId }, { ghostId }) => ({ body: { ...text, room: roomId, sender: ghostId } })],
  listRoomMessages: [
    () => ({}),
    ({ messageId }) => ({ query: { afterMessage: messageId, sortOrder: "asc" } }),
    ({ messageId }, { roomId }) => ({ params: { roomId }, query: { beforeMessage: messageId } }),
    ({ messageId }, { roomId }) => ({ params: { roomId }, query: { afterMessage: messageId } }),
  ],
  listRoomMessagesV1: [
    () => ({}),
    ({ messageId }, { roomId }) => ({ params: { roomId }, query: { beforeMessage: messageId } }),
  ],
  listMessagesAround: [() => ({}), (_, { roomId }) => ({ params: { roomId } })],
  deleteMessage: [
    () => ({}),
    () => ({ params: { messageId: "_all" } }),
    (_, { roomId }) => ({ params: { roomId } }),
  ],
  userDeleteMessages: [
    ({ roomId, messageId }) => ({ body: { room: roomId, messages: [messageId] } }),
    ({ messageId }, { roomId }) => ({ body: { room: roomId, messages: [messageId] } }),
  ],
  userDeleteAllMessages: [({ roomId }) => ({ body: { room: roomId } })],
  listUserDeletedMessages: [({ roomId }) => ({ query: { room: roomId } })],
  hideMessagesBySender: [({ roomId }, { ghostId }) => ({ body: { room: roomId, sender: ghostId } })],
  unhideMessagesBySender: [({ roomId }, { ghostId }) => ({ body: { room: roomId, sender: ghostId } })],
  addReaction: [() => ({ body: { reaction: "wow" } })],
  setRoomPref: [() => ({ body: { tags: ["mine"] } })],
  setGroupRoomPref: [() => ({ body: { tags: ["mine"] } })],
  getBatch: [() => ({ query: { batchID: "any" } })],
  listAllMessages: [() => ({ query: { startDate: "2020-01-01" } })],
  listClients: [() => query("q", { nickname: pattern })],
  getBadgesOfTokens: [() => ({ body: { tokens: ["any"] } })],
  getStickerResource: [({ fileId }) => ({ query: { resourceId: fileId } })],
  openSocket: [() => ({ query: { EIO: "4", transport: "polling" } })],
}

/** By these a member hears of a room. */
export const readings = new Set([
  ...["listRooms", "listRoomIds", "getRoom", "listRoomPrefs", "listGroupRoomPrefs", "countUnreadByTags"],
  ...[
    "listRoomMessages",
    "listRoomMessagesV1",
    "listMessagesAround",
    "listPinnedMessages",
    "listRecentMessages",
  ],
  ...["searchMessages", "searchMessagesByQuery", "searchFiles", "getFileMetadata"],
])

/** To ask these is to say goodbye. */
export const farewells = new Set(["logout", "logoutOthers"])

/** Whoever is signed in may read a file whose id they know (contract: rest-extended.md 1.9). */
export const openToUsers = new Set(["downloadFile", "headFile", "getFileMetadata", "deleteFile"])

/** Where the contract lets everybody see whether an id is taken: a new room cannot have it. */
export const tellWhetherTaken = new Set(["createRoom", "createAndJoinRoom"])

/** Where the contract names no refusal for a group room that one is not in, and one for a room that is not there. */
export const tellOfGroups = new Set([
  "roomExists",
  "unmuteMyRoom",
  "unsetRoomPref",
  "listUserDeletedMessages",
])

/** A list of rooms that one has left names them, as they are now (contract: rest-extended.md 1.4). */
export const knownTo = (who: string, operationId: string, word: string): boolean =>
  who === "former" &&
  operationId === "listQuittedRooms" &&
  new RegExp(`^${sign}-(room|name|description|cover|tag)-`).test(word)
