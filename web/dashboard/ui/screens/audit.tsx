import type { AuditRow } from "../../wire/models.ts"
import { At } from "../at.tsx"
import { useDesk } from "../desk.ts"
import { look } from "../go.ts"
import { Loaded } from "../loaded.tsx"
import { Pager } from "../pager.tsx"
import { Card, Screen } from "../screen.tsx"
import { type Column, Table } from "../table.tsx"
import { useAsk } from "../use-ask.ts"

const limit = 50

export function AuditScreen({ query }: { query: Record<string, string> }) {
  const { api, words } = useDesk()
  const { audit, menu, field } = words
  const skip = Number(query.skip) || 0
  const asked = useAsk(() => api.listAudit({ skip, limit }), `${skip}`)
  const columns: Column<AuditRow>[] = [
    { name: field.time, cell: ({ at }) => <At ms={at} /> },
    { name: audit.operator, cell: ({ operator }) => operator },
    { name: audit.act, cell: ({ act }) => <code>{act}</code> },
    { name: audit.target, cell: ({ target }) => target },
    { name: audit.detail, cell: ({ detail }) => detail && <span class="small">{detail}</span> },
    { name: field.address, cell: ({ address }) => <code>{address}</code> },
  ]
  return (
    <Screen title={menu.audit} hint={audit.hint}>
      <Card>
        <Loaded asked={asked}>
          {page => (
            <>
              <Table
                label={menu.audit}
                columns={columns}
                rows={page.data}
                keyOf={row => `${row.at}/${row.operator}/${row.act}/${row.target}`}
              />
              <Pager
                skip={skip}
                limit={limit}
                total={page.totalCount}
                onSkip={next => look("audit", { skip: `${next}` })}
              />
            </>
          )}
        </Loaded>
      </Card>
    </Screen>
  )
}
