import { call } from "../../support/backend.ts"
import { apiKey } from "../../support/parley.ts"
import type { Scene } from "../scene.ts"
import type { Ask, Rows } from "../table.ts"

/** Where a ban makes sense: not of the owner, nor in a direct room. */
const ban = ({ url, roomId }: Scene, clientId: string) =>
  call(url, "POST", `/blockStatus/room/${roomId}/${clientId}`, { headers: { "IM-API-KEY": apiKey } })

export const banTheCaller =
  (ask: (scene: Scene) => Ask) =>
  async (scene: Scene): Promise<Ask> => {
    await ban(scene, scene.callerId)
    return ask(scene)
  }

const banTheTarget = async (scene: Scene): Promise<Ask> => {
  await ban(scene, scene.targetId)
  return {}
}

/**
 * What becomes of messages, and blocks and bans. The contract does not say whether who may not speak may react, nor
 * whether the API key must act for a member when it does.
 */
export const moderation: Rows = {
  table: `
                                none app key act actO new  out  mem flat adm mgr own left ban   inv  cold  colO  pair blkd  thrd  keyD
    deleteMessage               tok  tok ok  ok  ok   no1? no1? no1 no1  ok  ok  ok  no1? no1   no1? no1   ok    no1  no1   room  ok
    deleteMessage.all           tok  tok ok  ok  ok   no1? no1? no1 no1  ok  ok  ok  no1? no1   no1? no1   ok    no1  no1   room  ok
    hideMessage                 tok  tok who ok  ok   no?  no?  no  no   ok  ok  ok  no?  no    no?  no    ok    no   no    msg   who
    unhideMessage               tok  tok who ok  ok   no?  no?  no  no   ok  ok  ok  no?  no    no?  no    ok    no   no    msg   who
    hideMessagesBySender        tok  tok who ok  ok   no?  no?  no  no   ok  ok  ok  no?  no    no?  no    ok    no   no    room  who
    unhideMessagesBySender      tok  tok who ok  ok   no?  no?  no  no   ok  ok  ok  no?  no    no?  no    ok    no   no    room  who
    pinMessage                  tok  tok ok  ok  ok   no?  no?  no  ok   ok  ok  ok  no?  no    no?  no    ok    ok   mute? msg   ok
    unpinMessage                tok  tok ok  ok  ok   no?  no?  no  ok   ok  ok  ok  no?  no    no?  no    ok    ok   mute? msg   ok
    addReaction                 tok  tok who ok  ok?  out  out  ok  ok   ok  ok  ok  out  mute? out  cold? cold? ok   mute? msg   who
    removeReaction              tok  tok who ok  ok?  out  out  ok  ok   ok  ok  ok  out  ok?   out  ok?   ok?   ok   ok?   msg   who
    listMyBlocks                tok  tok who ok  ...                                                                              who
    blockUser                   tok  tok who ok  ...                                                                              who
    unblockUser                 tok  tok who ok  ...                                                                              who
    listBannedMembers           tok  tok ok  ok  ok   out? out? no  ok   no  no  ok  out? no?   out? no    ok    no   no?   room  no
    banMember                   tok  tok ok  ok  ok   out? out? no  ok   no  no  ok  out? no?   out? no    ok    no   no?   rou   no
    unbanMember                 tok  tok ok  ok  ok   out? out? no  ok   no  no  ok  out? no?   out? no    ok    no   no?   room? no
    listBannedMembers.ownerless tok  tok ok  ok  ok   out? out? no  ok   ok  ok  no  out? no?   out? no    no    no   no?   room  no
    banMember.ownerless         tok  tok ok  ok  ok   out? out? no  ok   ok  ok  no  out? no?   out? no    no    no   no?   rou   no
    unbanMember.ownerless       tok  tok ok  ok  ok   out? out? no  ok   ok  ok  no  out? no?   out? no    no    no   no?   room? no
    report                      tok  tok who ok  ok   msg  msg  ok  ok   ok  ok  ok  msg  ok     msg  ok    ok    ok   ok    msg   who
  `,
  settings: {
    report: {
      ask: async ({ message, targetId }) => ({ body: { message: await message(targetId), reason: "spam" } }),
    },
    "deleteMessage.all": { ask: () => ({ params: { messageId: "_all" } }) },
    hideMessagesBySender: { ask: ({ roomId, targetId }) => ({ body: { room: roomId, sender: targetId } }) },
    unhideMessagesBySender: { ask: ({ roomId, targetId }) => ({ body: { room: roomId, sender: targetId } }) },
    addReaction: { ask: () => ({ body: { reaction: "wow" } }) },
    unblockUser: {
      ask: async ({ backend, callerId, targetId }) => {
        await backend("POST", `/blockStatus/my/${targetId}`, undefined, callerId)
        return {}
      },
    },
    unbanMember: { ask: banTheTarget },
    "listBannedMembers.ownerless": { ownerless: true },
    "banMember.ownerless": { ownerless: true },
    "unbanMember.ownerless": { ask: banTheTarget, ownerless: true },
  },
  more: { report: "POST /reports" },
}
