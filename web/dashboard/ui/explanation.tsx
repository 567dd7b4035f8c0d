import type { PushExplanation, PushFate } from "../wire/sendings.ts"
import { At } from "./at.tsx"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Loaded } from "./loaded.tsx"
import { type Mood, Pill } from "./pill.tsx"
import { type Column, Table } from "./table.tsx"
import { useAsk } from "./use-ask.ts"

/** Who got a push of a message, who did not, and why. */
export function ExplanationDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { api, words } = useDesk()
  const asked = useAsk(() => api.explainPush(id))
  return (
    <Dialog title={words.messages.whyTitle} onClose={onClose} wide>
      <Loaded asked={asked}>{explanation => <Explanation explanation={explanation} />}</Loaded>
    </Dialog>
  )
}

const moods: Record<string, Mood> = {
  sent: "good",
  waiting: "warn",
  held: "warn",
  retrying: "warn",
  refused: "bad",
  dead: "bad",
  gone: "bad",
  expired: "bad",
}

function Explanation({ explanation }: { explanation: PushExplanation }) {
  const { words } = useDesk()
  const { field, push, messages } = words
  const outcome: Column<PushFate> = {
    name: push.outcome,
    cell: fate => (
      <>
        <Pill mood={moods[fate.outcome]}>{fate.outcome}</Pill>
        <span class="small block">{fate.sentence}</span>
      </>
    ),
  }
  const time: Column<PushFate> = {
    name: field.time,
    cell: ({ settledAtMS, nextTryAtMS }) => {
      const ms = settledAtMS ?? nextTryAtMS
      return ms ? <At ms={ms} /> : null
    },
  }
  const device = ({ deviceType, deviceId }: PushFate) => [deviceType, deviceId].filter(Boolean).join(" · ")
  return (
    <>
      <p>{explanation.sentence}</p>
      {explanation.data.length > 0 && (
        <Table
          label={messages.whyTitle}
          columns={[
            { name: field.user, cell: ({ client = "" }) => client },
            { name: field.device, cell: device },
            outcome,
            time,
          ]}
          rows={explanation.data}
          keyOf={fate => `${fate.client}/${fate.deviceType}/${fate.deviceId}/${fate.outcome}`}
        />
      )}
      {explanation.callbacks.length > 0 && (
        <>
          <h3>{messages.callbacks}</h3>
          <Table
            label={messages.callbacks}
            columns={[
              { name: words.outbox.kind, cell: ({ kind = "" }) => kind },
              outcome,
              { name: messages.tries, kind: "number", cell: ({ attempts = 0 }) => attempts },
            ]}
            rows={explanation.callbacks}
            keyOf={fate => `${fate.kind}/${fate.outcome}/${fate.attempts}`}
          />
        </>
      )}
    </>
  )
}
