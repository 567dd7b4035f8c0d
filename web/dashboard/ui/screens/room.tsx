import { nameOf, roomName } from "../../state/names.ts"
import { addressOf } from "../../state/places.ts"
import type { Room } from "../../wire/chat.ts"
import { At } from "../at.tsx"
import { Copyable } from "../copy-button.tsx"
import { useDesk } from "../desk.ts"
import { Facts } from "../facts.tsx"
import { Loaded } from "../loaded.tsx"
import { RoomActions } from "../room-actions.tsx"
import { RoomMembers } from "../room-members.tsx"
import { RoomMessages } from "../room-messages.tsx"
import { RoomState } from "../room-state.tsx"
import { Card, Screen } from "../screen.tsx"
import { useAsk } from "../use-ask.ts"

export function RoomScreen({ id }: { id: string }) {
  const { api, words } = useDesk()
  const asked = useAsk(() => api.getRoom(id))
  const room = asked.value
  return (
    <Screen
      title={(room && roomName(room)) || id}
      hint={<a href={addressOf("rooms")}>← {words.menu.rooms}</a>}
      actions={room && <RoomActions room={room} changed={asked.again} />}
    >
      <Loaded asked={asked}>
        {found => (
          <>
            <RoomFacts room={found} />
            <div class="columns">
              <RoomMessages id={id} heard={asked.at} />
              <RoomMembers room={found} changed={asked.again} />
            </div>
          </>
        )}
      </Loaded>
    </Screen>
  )
}

function RoomFacts({ room }: { room: Room }) {
  const { words } = useDesk()
  const { rooms, field, state } = words
  const { owner, webhook, roomTags = [] } = room
  return (
    <Card>
      <Facts
        facts={[
          [field.roomId, <Copyable key="id" text={room._id} of={field.roomId} />],
          [field.type, <RoomState key="state" room={room} />],
          [
            rooms.owner,
            owner ? (
              <a key="owner" href={addressOf("users", owner._id)}>
                {nameOf(owner)}
              </a>
            ) : (
              state.none
            ),
          ],
          [rooms.webhook, webhook ? <code class="wrap">{webhook}</code> : state.none],
          [rooms.tags, roomTags.length > 0 ? roomTags.join(", ") : state.none],
          [field.created, <At key="at" ms={room.createdTimeMS} />],
        ]}
      />
    </Card>
  )
}
