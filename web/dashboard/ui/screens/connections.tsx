import { shortAgent } from "../../state/user-agents.ts"
import type { Connection } from "../../wire/models.ts"
import { At } from "../at.tsx"
import { Person } from "../avatar.tsx"
import { useDesk } from "../desk.ts"
import { Loaded } from "../loaded.tsx"
import { Card, Screen } from "../screen.tsx"
import { type Column, Table } from "../table.tsx"
import { useAsk } from "../use-ask.ts"
import { useFresh } from "../use-fresh.ts"

const everyMs = 10_000

export function ConnectionsScreen() {
  const { api, words } = useDesk()
  const { connections, field, menu } = words
  const asked = useAsk(api.listConnections)
  useFresh(asked.again, everyMs)
  const columns: Column<Connection>[] = [
    {
      name: field.user,
      cell: ({ clientId, nickname }) => (clientId ? <Person client={{ _id: clientId, nickname }} /> : "–"),
    },
    { name: field.device, cell: ({ deviceId }) => deviceId && <code class="wrap">{deviceId}</code> },
    {
      name: connections.platform,
      cell: ({ platform }) => platform && <span title={platform}>{shortAgent(platform)}</span>,
    },
    { name: field.address, cell: ({ address }) => <code>{address}</code> },
    { name: connections.transport, cell: ({ transport }) => transport },
    { name: connections.since, cell: ({ connectedAt }) => <At ms={connectedAt} /> },
  ]
  return (
    <Screen title={menu.connections} hint={connections.hint}>
      <Card>
        <Loaded asked={asked}>
          {({ data, totalCount }) => (
            <>
              <p class="muted">{connections.shown(data.length, totalCount)}</p>
              <Table
                label={menu.connections}
                columns={columns}
                rows={data}
                keyOf={row => `${row.clientId}/${row.deviceId}/${row.connectedAt}/${row.address}`}
                empty={connections.none}
              />
            </>
          )}
        </Loaded>
      </Card>
    </Screen>
  )
}
