import { useState } from "preact/hooks"
import type { AccessToken, Device } from "../wire/chat.ts"
import { At } from "./at.tsx"
import { Confirm } from "./confirm.tsx"
import { useDesk } from "./desk.ts"
import { type Column, Table } from "./table.tsx"

export function UserDevices({ devices }: { devices: Device[] }) {
  const { words } = useDesk()
  const { users, field, push } = words
  const columns: Column<Device>[] = [
    { name: field.device, cell: ({ deviceId }) => <code class="wrap">{deviceId}</code> },
    { name: field.type, cell: ({ type }) => type },
    { name: push.seen, cell: ({ lastSeenAt, createdAt }) => <At ms={lastSeenAt ?? createdAt} /> },
  ]
  return (
    <Table
      label={users.devices}
      columns={columns}
      rows={devices}
      keyOf={({ type, deviceId }) => `${type}/${deviceId}`}
      empty={push.noDevices}
    />
  )
}

interface UserTokensProps {
  id: string
  tokens: AccessToken[]
  changed(): void
}

export function UserTokens({ id, tokens, changed }: UserTokensProps) {
  const { api, words, tell } = useDesk()
  const { users, field } = words
  const [revoking, setRevoking] = useState(false)
  const columns: Column<AccessToken>[] = [
    { name: users.token, cell: ({ masked }) => <code>{masked}</code> },
    { name: field.created, cell: ({ createdAt }) => <At ms={createdAt} /> },
    { name: users.ends, cell: ({ expiresAt }) => <At ms={expiresAt} /> },
  ]
  return (
    <>
      <Table
        label={users.tokens}
        columns={columns}
        rows={tokens}
        keyOf={token => `${token.masked}/${token.expiresAt}`}
        empty={words.state.none}
      />
      {tokens.length > 0 && (
        <div class="card-foot">
          <button type="button" class="button plain bad" onClick={() => setRevoking(true)}>
            {users.revoke}
          </button>
        </div>
      )}
      {revoking && (
        <Confirm
          title={users.revokeTitle}
          sentence={users.revokeHint}
          label={users.revoke}
          onClose={() => setRevoking(false)}
          action={async () => {
            await api.revokeTokens(id)
            setRevoking(false)
            tell({ sentence: users.revoked })
            changed()
          }}
        />
      )}
    </>
  )
}
