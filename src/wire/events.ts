/** Names of the socket events (contract: realtime.md 5 and 6). */
export const fromServer = {
  message: "chat message",
  room: "room",
  lastRead: "lastRead",
  typing: "typing",
  aiStreaming: "ai_streaming",
  roomPref: "roomPref",
  myPrefChange: "myPrefChange",
  myPrefDelete: "myPrefDelete",
  invitation: "invitation",
  cancelInvitation: "cancelInvitation",
  userDeleteMessages: "userDeleteMessages",
  messageDeleted: "messageDeleted",
  error: "error",
  ping: "ping",
} as const

export const fromClient = {
  conf: "conf",
  auth2: "auth2",
  auth: "auth",
  message: "chat message",
  typing: "typing",
  pong: "pong",
} as const
