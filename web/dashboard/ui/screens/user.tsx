import { nameOf } from "../../state/names.ts"
import { addressOf } from "../../state/places.ts"
import type { UserDetail } from "../../wire/chat.ts"
import { At } from "../at.tsx"
import { Avatar } from "../avatar.tsx"
import { Copyable } from "../copy-button.tsx"
import { useDesk } from "../desk.ts"
import { Facts } from "../facts.tsx"
import { Loaded } from "../loaded.tsx"
import { RoomLink } from "../room-link.tsx"
import { Card, Screen } from "../screen.tsx"
import { type Asked, useAsk } from "../use-ask.ts"
import { UserActions } from "../user-actions.tsx"
import { UserDevices, UserTokens } from "../user-parts.tsx"
import { UserState } from "../user-state.tsx"

export function UserScreen({ id }: { id: string }) {
  const { api, words } = useDesk()
  const asked = useAsk(() => api.getUser(id))
  return (
    <Screen
      title={nameOf(asked.value?.client) || id}
      hint={<a href={addressOf("users")}>← {words.menu.users}</a>}
      actions={asked.value && <UserActions user={asked.value.client} changed={asked.again} />}
    >
      <Loaded asked={asked}>{detail => <Detail detail={detail} asked={asked} />}</Loaded>
    </Screen>
  )
}

function Detail({ detail, asked }: { detail: UserDetail; asked: Asked<UserDetail> }) {
  const { words } = useDesk()
  const { users, field } = words
  const { client, rooms, devices, tokens } = detail
  return (
    <>
      <Card>
        <div class="profile">
          <Avatar id={client._id} name={nameOf(client)} picture={client.avatarUrl} large />
          <Facts
            facts={[
              [field.userId, <Copyable key="id" text={client._id} of={field.userId} />],
              [field.state, <UserState key="state" user={client} />],
              [field.created, <At key="created" ms={client.createdAt} />],
              [users.lastSeen, <At key="seen" ms={client.lastLoginAt} />],
            ]}
          />
        </div>
      </Card>
      <div class="columns even">
        <Card title={users.rooms}>
          {rooms.length === 0 && <p class="empty">{words.state.none}</p>}
          <ul class="list">
            {rooms.map(room => (
              <li key={room._id}>
                <RoomLink room={room} />
              </li>
            ))}
          </ul>
        </Card>
        <Card
          title={users.devices}
          actions={
            devices.length > 0 && (
              <a class="button plain" href={addressOf("push", undefined, { user: client._id })}>
                {users.testPush}
              </a>
            )
          }
        >
          <UserDevices devices={devices} />
        </Card>
      </div>
      <Card title={users.tokens}>
        <UserTokens id={client._id} tokens={tokens} changed={asked.again} />
      </Card>
    </>
  )
}
