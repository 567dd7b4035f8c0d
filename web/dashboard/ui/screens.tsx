import type { JSX } from "preact"
import type { Place, ScreenName } from "../state/places.ts"
import { AuditScreen } from "./screens/audit.tsx"
import { CallbacksScreen } from "./screens/callbacks.tsx"
import { ConnectionsScreen } from "./screens/connections.tsx"
import { KeysScreen } from "./screens/keys.tsx"
import { MessagesScreen } from "./screens/messages.tsx"
import { OperatorsScreen } from "./screens/operators.tsx"
import { OutboxScreen } from "./screens/outbox.tsx"
import { OverviewScreen } from "./screens/overview.tsx"
import { PushScreen } from "./screens/push.tsx"
import { ReportsScreen } from "./screens/reports.tsx"
import { RoomScreen } from "./screens/room.tsx"
import { RoomsScreen } from "./screens/rooms.tsx"
import { SettingsScreen } from "./screens/settings.tsx"
import { StatisticsScreen } from "./screens/statistics.tsx"
import { UserScreen } from "./screens/user.tsx"
import { UsersScreen } from "./screens/users.tsx"

const screens: Record<ScreenName, (place: Place) => JSX.Element> = {
  overview: () => <OverviewScreen />,
  keys: () => <KeysScreen />,
  settings: () => <SettingsScreen />,
  push: ({ query }) => <PushScreen clientId={query.user ?? ""} />,
  callbacks: () => <CallbacksScreen />,
  users: ({ id, query }) => (id ? <UserScreen key={id} id={id} /> : <UsersScreen query={query} />),
  rooms: ({ id, query }) => (id ? <RoomScreen key={id} id={id} /> : <RoomsScreen query={query} />),
  messages: ({ query }) => <MessagesScreen query={query} />,
  reports: ({ query }) => <ReportsScreen query={query} />,
  connections: () => <ConnectionsScreen />,
  statistics: ({ query }) => <StatisticsScreen query={query} />,
  outbox: ({ query }) => <OutboxScreen query={query} />,
  operators: () => <OperatorsScreen />,
  audit: ({ query }) => <AuditScreen query={query} />,
}

export const drawScreen = (place: Place) => screens[place.screen](place)
