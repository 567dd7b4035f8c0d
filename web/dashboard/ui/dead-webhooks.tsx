import { printJson } from "../state/json.ts"
import { addressOf } from "../state/places.ts"
import { sentenceOf } from "../state/refusals.ts"
import type { DeadWebhook } from "../wire/sendings.ts"
import { At } from "./at.tsx"
import { CodeBlock } from "./code-block.tsx"
import { useDesk } from "./desk.ts"
import { look } from "./go.ts"
import { Loaded } from "./loaded.tsx"
import { Pager } from "./pager.tsx"
import { Card } from "./screen.tsx"
import { type Column, Table } from "./table.tsx"
import { useAsk } from "./use-ask.ts"

const limit = 50

/** Calls of rooms' webhooks that were given up, to be made again when their receiver is well. */
export function DeadWebhooks({ skip }: { skip: number }) {
  const { api, words, tell } = useDesk()
  const { outbox, field } = words
  const asked = useAsk(() => api.listDeadWebhooks({ skip, limit }), `${skip}`)

  async function replay(which: { ids: string[] } | { all: true }): Promise<void> {
    try {
      const { replayed } = await api.replayWebhooks(which)
      tell({ sentence: outbox.replayed(replayed) })
    } catch (error) {
      tell({ sentence: sentenceOf(error, words), failed: true })
    }
    await asked.again()
  }

  const columns: Column<DeadWebhook>[] = [
    { name: field.room, cell: ({ room }) => <a href={addressOf("rooms", room)}>{room}</a> },
    {
      name: field.reason,
      cell: ({ reason, body }) => (
        <>
          {reason}
          <details>
            <summary class="small">{outbox.body}</summary>
            <CodeBlock title={outbox.body} code={printJson(body)} />
          </details>
        </>
      ),
    },
    { name: outbox.attempts, kind: "number", cell: ({ attempts }) => attempts },
    { name: field.created, cell: ({ createdAtMS }) => <At ms={createdAtMS} /> },
    { name: outbox.diedAt, cell: ({ diedAtMS }) => <At ms={diedAtMS} /> },
    {
      name: words.act.actions,
      kind: "actions",
      cell: ({ _id }) => (
        <button type="button" class="button plain" onClick={() => replay({ ids: [_id] })}>
          {outbox.replay}
        </button>
      ),
    },
  ]
  return (
    <Loaded asked={asked}>
      {page => (
        <Card
          title={outbox.dead}
          actions={
            page.totalCount > 0 && (
              <button type="button" class="button plain" onClick={() => replay({ all: true })}>
                {outbox.replayAll}
              </button>
            )
          }
        >
          <Table
            label={outbox.dead}
            columns={columns}
            rows={page.data}
            keyOf={row => row._id}
            empty={outbox.noneDead}
          />
          <Pager
            skip={skip}
            limit={limit}
            total={page.totalCount}
            onSkip={next => look("outbox", { tab: "dead", skip: `${next}` })}
          />
        </Card>
      )}
    </Loaded>
  )
}
