import type { Rows } from "../table.ts"

const text = { messageType: "text", message: "hello" }

/**
 * Sending and reading. The contract does not say whether somebody who may not speak, or nobody in a frozen room, may
 * still recall; nor what becomes of deletions in a room that one has left.
 */
export const messages: Rows = {
  table: `
                                   none app key act actO new out mem flat adm mgr own left ban   inv cold  colO  pair blkd  thrd keyD
    sendMessage                    key  key ok  ok  ok   key ...                                                                 ok
    sendOrRecallInRoom             tok  tok ok  ok  ok   out out ok  ok   ok  ok  ok  out  mute  out cold  cold  ok   mute  out  ok
    sendOrRecallInRoom.edit        tok  tok ok  ok  ok   out out ok  ok   ok  ok  ok  out  mute  out cold  cold  ok   mute  out  ok
    sendOrRecallInRoom.editOther   tok  tok ok  ok  ok   out out no  no   no  no  no  out  mute? out cold? cold? no   mute? out  ok
    sendOrRecallInRoom.recall      tok  tok ok  ok  ok   out out ok  ok   ok  ok  ok  out  mute? out cold? cold? ok   mute? out  ok
    sendOrRecallInRoom.recallOther tok  tok ok  ok  ok   out out no  no   ok  ok  ok  out  mute? out cold? cold? no   mute? out  ok
    batchSendMessages              tok  tok ok  ok  ok   out out ok  ok   ok  ok  ok  out  mute  out cold  cold  ok   mute  room ok
    streamAnswer                   tok  tok ok  ok  ok   out out no  no   no  no  no  out  mute  out cold  cold  no   mute  room ok
    streamAnswer.robot             tok  tok ok  ok  ok   out out ok  ok   ok  ok  ok  out  mute  out cold  cold  ok   mute  room ok
    listRoomMessages               tok  tok who ok  ok   out out ok  ok   ok  ok  ok  out  ok    out ok    ok    ok   ok    room who
    listRoomMessagesV1             tok  tok who ok  ok   out out ok  ok   ok  ok  ok  out  ok    out ok    ok    ok   ok    room who
    listMessagesAround             tok  tok who ok  ok   out out ok  ok   ok  ok  ok  out  ok    out ok    ok    ok   ok    room who
    listPinnedMessages             tok  tok who ok  ok   out out ok  ok   ok  ok  ok  out  ok    out ok    ok    ok   ok    room who
    listPinnedMessages.long        tok  tok who ok  ok   out out ok  ok   ok  ok  ok  out  ok    out ok    ok    ok   ok    room who
    countRoomMessages              tok  tok who ok  ok   out out ok  ok   ok  ok  ok  out  ok    out ok    ok    ok   ok    room who
    listRecentMessages             tok  tok who ok  ...                                                                          who
    searchMessagesByQuery          tok  tok ok  ok  ...                                                                          ok
    searchMessages                 tok  tok who ok  ...                                                                          who
    searchByKeyword                tok  tok who ok  ...                                                                          who
    listAllMessages                key  key ok  ok  ok   key ...                                                                 ok
    getBatch                       key  key ok  ok  ok   key ...                                                                 ok

                            none app key act actO new  out  mem flat adm mgr own left ban inv  cold colO pair blkd thrd  keyD
    userDeleteMessages      tok  tok who ok  out  out  out  ok  ok   ok  ok  ok  out  ok  out  ok   ok   ok   ok   room  who
    userDeleteAllMessages   tok  tok who ok  out  out  out  ok  ok   ok  ok  ok  out  ok  out  ok   ok   ok   ok   room  who
    listUserDeletedMessages tok  tok who ok  out? out? out? ok  ok   ok  ok  ok  out? ok  out? ok   ok   ok   ok   room? who
  `,
  settings: {
    sendMessage: { ask: ({ roomId, targetId }) => ({ body: { room: roomId, sender: targetId, ...text } }) },
    sendOrRecallInRoom: { ask: () => ({ body: text }) },
    "sendOrRecallInRoom.edit": {
      ask: async ({ message, callerId }) => ({ body: { _id: await message(callerId), message: "changed" } }),
    },
    "sendOrRecallInRoom.editOther": {
      ask: async ({ message, targetId }) => ({ body: { _id: await message(targetId), message: "changed" } }),
    },
    "sendOrRecallInRoom.recall": {
      ask: async ({ message, callerId }) => ({
        body: { _id: await message(callerId), messageType: "recall" },
      }),
    },
    "sendOrRecallInRoom.recallOther": {
      ask: async ({ message, targetId }) => ({
        body: { _id: await message(targetId), messageType: "recall" },
      }),
    },
    streamAnswer: { ask: () => ({ body: { text: "hel" } }) },
    "streamAnswer.robot": {
      ask: async ({ backend, callerId }) => {
        await backend("POST", "/admin/clients", { _id: callerId, isRobot: true })
        return { body: { text: "hel" } }
      },
    },
    batchSendMessages: { ask: ({ roomId }) => ({ body: { ...text, paras: [{ room: roomId }] } }) },
    searchMessages: { ask: () => ({ body: { type: ["messages"], keyword: "hello" } }) },
    searchByKeyword: { ask: () => ({ body: { message: "hello" } }) },
    getBatch: { ask: () => ({ query: { batchID: "none" } }) },
    userDeleteMessages: {
      ask: async ({ message, roomId, targetId }) => ({
        body: { room: roomId, messages: [await message(targetId)] },
      }),
    },
    userDeleteAllMessages: { ask: ({ roomId }) => ({ body: { room: roomId } }) },
    listUserDeletedMessages: { ask: ({ roomId }) => ({ query: { room: roomId } }) },
  },
  more: {
    streamAnswer: "POST /rooms/{roomId}/ai_streaming",
    "streamAnswer.robot": "POST /rooms/{roomId}/ai_streaming",
    searchByKeyword: "POST /messages/search",
    "listPinnedMessages.long": "GET /rooms/{roomId}/messages/pined-messages",
  },
}
