import { addressOf } from "../../state/places.ts"
import type { Outbox, OutboxRow } from "../../wire/sendings.ts"
import { At } from "../at.tsx"
import { DeadWebhooks } from "../dead-webhooks.tsx"
import { useAct, useDesk } from "../desk.ts"
import { look } from "../go.ts"
import { Loaded } from "../loaded.tsx"
import { type Mood, Pill } from "../pill.tsx"
import { Card, Screen } from "../screen.tsx"
import { type Column, Table } from "../table.tsx"
import { Tabs } from "../tabs.tsx"
import { Tiles } from "../tiles.tsx"
import { type Asked, useAsk } from "../use-ask.ts"
import { useFresh } from "../use-fresh.ts"

const everyMs = 10_000

export function OutboxScreen({ query }: { query: Record<string, string> }) {
  const { words } = useDesk()
  const { outbox, menu } = words
  const tab = query.tab === "dead" ? "dead" : "waiting"
  return (
    <Screen title={menu.outbox} hint={outbox.hint}>
      <Tabs
        label={menu.outbox}
        tabs={[
          ["waiting", outbox.waiting],
          ["dead", outbox.dead],
        ]}
        chosen={tab}
        onChoose={next => look("outbox", { tab: next })}
      >
        {tab === "waiting" ? <Waiting /> : <DeadWebhooks skip={Number(query.skip) || 0} />}
      </Tabs>
    </Screen>
  )
}

function Waiting() {
  const { api } = useDesk()
  const asked = useAsk(api.getOutbox)
  useFresh(asked.again, everyMs)
  return <Loaded asked={asked}>{found => <Rows outbox={found} asked={asked} />}</Loaded>
}

const moods: Record<string, Mood> = { waiting: "calm", trying: "good", retrying: "warn", held: "warn" }

function Rows({ outbox: { totals, rows }, asked }: { outbox: Outbox; asked: Asked<Outbox> }) {
  const { api, words, formats } = useDesk()
  const act = useAct()
  const { outbox, field, menu } = words
  const retry = async (id: string) => {
    if (await act(() => api.retrySending(id), outbox.retried)) void asked.again()
  }
  const columns: Column<OutboxRow>[] = [
    { name: outbox.kind, cell: ({ kind }) => kind },
    { name: field.state, cell: ({ state }) => <Pill mood={moods[state] ?? "bad"}>{state}</Pill> },
    { name: field.reason, cell: ({ reason }) => reason },
    {
      name: field.room,
      cell: ({ room }) => room && <a href={addressOf("rooms", room)}>{room}</a>,
    },
    { name: field.device, cell: ({ device }) => device && <code class="wrap">{device}</code> },
    { name: outbox.attempts, kind: "number", cell: ({ attempts }) => attempts },
    { name: outbox.next, cell: ({ nextAttemptAt }) => nextAttemptAt && <At ms={nextAttemptAt} /> },
    {
      name: words.act.actions,
      kind: "actions",
      cell: ({ id, attempts, state }) =>
        (attempts > 0 || state === "held") && (
          <button type="button" class="button plain" onClick={() => retry(id)}>
            {outbox.retry}
          </button>
        ),
    },
  ]
  return (
    <>
      {totals.length > 0 && (
        <Tiles
          tiles={totals.map(({ kind, state, count }) => ({
            name: `${kind} · ${state}`,
            value: formats.number(count),
          }))}
        />
      )}
      <Card>
        <Table
          label={menu.outbox}
          columns={columns}
          rows={rows}
          keyOf={row => `${row.kind}/${row.id}`}
          empty={outbox.none}
        />
      </Card>
    </>
  )
}
