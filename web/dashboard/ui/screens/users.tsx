import { useState } from "preact/hooks"
import type { TokenLink, User } from "../../wire/chat.ts"
import { At } from "../at.tsx"
import { Person } from "../avatar.tsx"
import { CreateUserDialog, TokenDialog } from "../create-user.tsx"
import { useDesk } from "../desk.ts"
import { go } from "../go.ts"
import { Searched } from "../searched.tsx"
import { type Column, Table } from "../table.tsx"
import { UserState } from "../user-state.tsx"

export function UsersScreen({ query }: { query: Record<string, string> }) {
  const { api, words } = useDesk()
  const { users, menu, field } = words
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<{ id: string; link?: TokenLink }>()
  const columns: Column<User>[] = [
    { name: field.user, cell: user => <Person client={user} /> },
    { name: field.state, cell: user => <UserState user={user} /> },
    { name: field.created, cell: ({ createdAt }) => <At ms={createdAt} /> },
    { name: users.lastSeen, cell: ({ lastLoginAt }) => <At ms={lastLoginAt} /> },
  ]
  return (
    <Searched
      screen="users"
      query={query}
      placeholder={users.search}
      ask={api.listUsers}
      actions={
        <button type="button" class="button primary" onClick={() => setCreating(true)}>
          {users.create}
        </button>
      }
      draw={page => (
        <Table
          label={menu.users}
          columns={columns}
          rows={page.data}
          keyOf={user => user._id}
          empty={words.state.nothingFound}
        />
      )}
    >
      {creating && (
        <CreateUserDialog
          onClose={() => setCreating(false)}
          onMade={(id, link) => (link ? setMade({ id, link }) : go("users", id))}
        />
      )}
      {made?.link && <TokenDialog link={made.link} onClose={() => go("users", made.id)} />}
    </Searched>
  )
}
