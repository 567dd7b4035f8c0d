import type { User } from "../wire/chat.ts"
import { useDesk } from "./desk.ts"
import { Pill } from "./pill.tsx"

export function UserState({ user }: { user: User }) {
  const { users } = useDesk().words
  return (
    <span class="pills">
      <Pill mood={user.isConnected ? "good" : "calm"}>{user.isConnected ? users.online : users.offline}</Pill>
      {user.isRobot && <Pill>{users.robot}</Pill>}
      {user.isBanned && <Pill mood="bad">{users.banned}</Pill>}
    </span>
  )
}
