import type { Rows } from "../table.ts"
import { banTheCaller } from "./moderation.ts"

/**
 * Rooms. The contract does not say whether "already a member" or a reason to keep people out counts more in join, nor
 * what createAndJoin answers a side of the direct room that `_id` names.
 */
export const rooms: Rows = {
  table: `
                       none app key act actO new  out  mem flat adm mgr own left ban  inv  cold colO pair blkd  thrd keyD
    listRooms          tok  tok who ok  ...                                                                          who
    listRoomIds        tok  tok who ok  ...                                                                          who
    listQuittedRooms   tok  tok who ok  ...                                                                          who
    createRoom         tok  tok ok  ok  ...                                                                          ok
    createRoom.others  tok  tok ok  ok  ok   no   ...                                                                ok
    createAndJoinRoom  tok  tok who ok  ...                                                                          who
    roomExists         tok  tok who ok  ...                                                                          who
    getRoom            tok  tok ok  ok  ok   out  out  ok  ok   ok  ok  ok  out  ok   out  ok   ok   ok   ok    room ok
    updateRoom.name    tok  tok ok  ok  ok   out? out? no  ok   ok  ok  ok  out? no?  out? no   ok   ok   mute? room ok
    updateRoom.tags    tok  tok ok  ok  ok   out? out? no  ok   ok  ok  ok  out? no?  out? no   ok   ok   mute? room ok
    updateRoom.status  tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room ok
    updateRoom.opening tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room ok
    updateRoom.params  tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room ok
    updateRoom.bot     tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room ok
    updateRoom.secrecy tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room ok
    updateRoom.manager tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room no
    updateRoom.owner   tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room no
    updateRoom.mixed   tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room ok
    changeBotState     tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   mute? room ok
    deleteRoom         tok  tok ok  ok  ok   out? out? no  no   ok  ok  ok  out? no?  out? no   ok   no   no?   room ok
    updateLastRead     tok  tok who ok  out  out  out  ok  ok   ok  ok  ok  out  ok   out  ok   ok   ok   ok    room who
    sendTyping         tok  tok who ok  ok   out  out  ok  ok   ok  ok  ok  out  mute out  cold cold ok   mute  room who

                             none app key act actO  new  out  mem flat adm mgr own left ban inv  cold colO pair  blkd  thrd keyD
    joinRoom                 tok  tok who ok  ok    ok   ok   ok  ok   ok  ok  ok  ok   ok? ok   ok?  ok?  ok?   ok?   room who
    joinRoom.closed          tok  tok who ok? ok?   shut shut ok? ok?  ok? ok? ok? shut ok? shut ok?  ok?  ok?   ok?   room who
    joinRoom.frozen          tok  tok who ok? ok?   cold cold ok? ok?  ok? ok? ok? cold ok? cold ok?  ok?  ok?   ok?   room who
    joinRoom.banned          tok  tok who ok? mute? mute mute ok? ok?  ok? ok? ok  mute ok? mute ok?  ok?  ok?   ok?   room who
    createAndJoinRoom.known  tok  tok who ok  ok    ok   ok   ok  ok   ok  ok  ok  ok   ok? ok   ok?  ok?  shut? shut? shut who
    createAndJoinRoom.closed tok  tok who ok? ok?   shut shut ok? ok?  ok? ok? ok? shut ok? shut ok?  ok?  shut? shut? shut who
    createAndJoinRoom.frozen tok  tok who ok? ok?   cold cold ok? ok?  ok? ok? ok? cold ok? cold ok?  ok?  shut? shut? shut who
    createAndJoinRoom.banned tok  tok who ok? mute? mute mute ok? ok?  ok? ok? ok  mute ok? mute ok?  ok?  shut? shut? shut who
  `,
  settings: {
    createRoom: { ask: ({ callerId, guestId }) => ({ body: { members: [callerId, guestId] } }) },
    "createRoom.others": { ask: ({ targetId, guestId }) => ({ body: { members: [targetId, guestId] } }) },
    createAndJoinRoom: { ask: ({ guestId }) => ({ body: { invitee: guestId } }) },
    "updateRoom.name": { ask: () => ({ body: { name: "New", cover: "", description: "newer" } }) },
    "updateRoom.tags": { ask: ({ tag }) => ({ body: { roomTags: [tag, "more"] } }) },
    "updateRoom.status": { ask: () => ({ body: { status: 1 } }) },
    "updateRoom.opening": { ask: () => ({ body: { opening: 0 } }) },
    "updateRoom.params": { ask: () => ({ body: { extParams: "a=1" } }) },
    "updateRoom.bot": { ask: () => ({ body: { botMode: false } }) },
    "updateRoom.secrecy": { ask: () => ({ body: { encrypted: true } }) },
    "updateRoom.manager": { ask: ({ targetId }) => ({ body: { managers: [targetId] } }) },
    "updateRoom.owner": { ask: ({ targetId }) => ({ body: { owner: targetId } }) },
    "updateRoom.mixed": { ask: () => ({ body: { name: "New", opening: 0 } }) },
    changeBotState: { ask: () => ({ body: { botState: "asleep" } }) },
    updateLastRead: {
      ask: async ({ message, targetId }) => ({ body: { message: await message(targetId) } }),
    },
    sendTyping: { ask: () => ({ body: { message: "he" } }) },
    "joinRoom.closed": { change: { opening: 0 } },
    "joinRoom.frozen": { change: { status: 0 } },
    "joinRoom.banned": { ask: banTheCaller(() => ({})) },
    "createAndJoinRoom.known": { ask: ({ roomId }) => ({ body: { _id: roomId } }) },
    "createAndJoinRoom.closed": { ask: ({ roomId }) => ({ body: { _id: roomId } }), change: { opening: 0 } },
    "createAndJoinRoom.frozen": { ask: ({ roomId }) => ({ body: { _id: roomId } }), change: { status: 0 } },
    "createAndJoinRoom.banned": { ask: banTheCaller(({ roomId }) => ({ body: { _id: roomId } })) },
  },
  more: { changeBotState: "PUT /rooms/{roomId}/bot" },
}
