import { useCallback, useEffect, useState } from "preact/hooks"
import { listBanned } from "../../state/blocks.ts"
import { may } from "../../state/rights.ts"
import type { Room } from "../../wire/models.ts"
import { useChat, useSession } from "../use-chat.ts"

/** Ids of who is banned in a room, for those who may lift it; nobody else is told. */
export function useBanned(room: Room) {
  const session = useSession()
  const me = useChat(state => state.me._id)
  const mayAsk = may("ban", room, me)
  const [banned, setBanned] = useState<ReadonlySet<string>>(new Set())
  const reload = useCallback(() => {
    if (!mayAsk) return
    listBanned(session, room._id).then(
      people => setBanned(new Set(people.map(({ _id }) => _id))),
      () => {},
    )
  }, [session, room._id, mayAsk])
  useEffect(reload, [reload])
  return { banned, reload }
}
