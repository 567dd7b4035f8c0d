import type { Rows } from "../table.ts"

/** Who is in a room and who is asked in. In a direct room nobody is added, invited, removed or raised. */
export const members: Rows = {
  table: `
                               none app key act actO new  out  mem  flat adm mgr own left ban   inv  cold  colO  pair blkd  thrd keyD
    addMembers                 tok  tok who ok  ok   out  out  ok   ok   ok  ok  ok  out  mute  out  cold  cold  shut shut? room who
    addMembers.invited         tok  tok who ok  ok   out  out  ok   ok   ok  ok  ok  out  mute  out  cold  cold  shut shut? room who
    addMembers.closed          tok  tok who ok  ok   out  out  shut shut ok  ok  ok  out  shut? out  shut? cold  shut shut? room who
    addMemberByPath            tok  tok who ok  ok   out  out  ok   ok   ok  ok  ok  out  mute  out  cold  cold  shut shut? room who
    removeMembers              tok  tok who ok  ok   out? out? no   ok   ok  ok  ok  out? no?   out? no    ok    no   no?   room who
    removeMembers.oneself      tok  tok who ok  mem  out? out? ok   ok   ok  ok  ok  out? ok    out? ok    ok    no   no    room who
    removeMembers.both         tok  tok who ok  mem  out? out? no   ok   ok  ok  ok  out? no?   out? no    ok    no   no?   room who
    removeMemberByPath         tok  tok who ok  ok   out? out? no   ok   ok  ok  ok  out? no?   out? no    ok    no   no?   room who
    removeMemberByPath.oneself tok  tok who ok  mem  out? out? ok   ok   ok  ok  ok  out? ok    out? ok    ok    no   no    room who
    updateMemberProperty       tok  tok who ok  ok   out? out? ok   ok   ok  ok  ok  out? mute? out? cold? cold? ok   mute? room who
    updateMemberProperty.role  tok  tok who ok  ok   out? out? no   no   ok  ok  ok  out? no?   out? no    ok    no   no?   room who
    listMyInvitations          tok  tok who ok  ...                                                                              who
    listRoomInvitations        tok  tok who ok  ok   out  out  ok   ok   ok  ok  ok  out  ok    out  ok    ok    ok   ok    room who
    declineInvitations         tok  tok who ok  ...                                                                              who
    cancelInvitations          tok  tok who ok  ok   out  out  ok   ok   ok  ok  ok  out  mute? out  cold? cold? no   no    room who
    cancelInvitation           tok  tok who ok  ok   out  out  ok   ok   ok  ok  ok  out  mute? out  cold? cold? no   no    room who
  `,
  settings: {
    addMembers: { ask: ({ guestId }) => ({ body: { invitees: [guestId] } }) },
    "addMembers.invited": {
      ask: ({ guestId }) => ({ body: { invitees: [guestId], invitationRequired: true } }),
    },
    "addMembers.closed": {
      ask: ({ guestId }) => ({ body: { invitees: [guestId] } }),
      change: { opening: 0 },
    },
    addMemberByPath: { ask: ({ guestId }) => ({ params: { clientId: guestId } }) },
    removeMembers: { ask: ({ targetId }) => ({ body: { members: [targetId] } }) },
    "removeMembers.oneself": { ask: ({ callerId }) => ({ body: { members: [callerId] } }) },
    "removeMembers.both": { ask: ({ callerId, targetId }) => ({ body: { members: [callerId, targetId] } }) },
    "removeMemberByPath.oneself": { ask: ({ callerId }) => ({ params: { clientId: callerId } }) },
    updateMemberProperty: { ask: () => ({ body: { property: "seat", value: { row: 3 } } }) },
    "updateMemberProperty.role": { ask: () => ({ body: { property: "role", value: "admin" } }) },
    cancelInvitations: { ask: ({ guestId }) => ({ body: { invitees: [guestId] } }) },
    cancelInvitation: { ask: ({ guestId }) => ({ params: { clientId: guestId } }) },
  },
}
