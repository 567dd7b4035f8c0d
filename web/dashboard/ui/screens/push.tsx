import { useState } from "preact/hooks"
import type { Overview } from "../../wire/models.ts"
import type { PushTry } from "../../wire/sendings.ts"
import { useDesk } from "../desk.ts"
import { Loaded } from "../loaded.tsx"
import { type Mood, Pill } from "../pill.tsx"
import { PushTestForm } from "../push-test-form.tsx"
import { Card, Screen } from "../screen.tsx"
import { type Column, Table } from "../table.tsx"
import { useAsk } from "../use-ask.ts"

export function PushScreen({ clientId }: { clientId: string }) {
  const { api, words } = useDesk()
  const { push } = words
  const asked = useAsk(api.getOverview)
  const [tries, setTries] = useState<PushTry[]>()
  return (
    <Screen title={words.menu.push} hint={push.hint}>
      <Loaded asked={asked}>{overview => <Providers overview={overview} />}</Loaded>
      <Card title={push.test} hint={push.testHint}>
        <PushTestForm key={clientId} clientId={clientId} onTried={setTries} />
      </Card>
      {tries && (
        <Card title={push.answers}>
          <Tries tries={tries} />
        </Card>
      )}
    </Screen>
  )
}

const providers = {
  apns: "APNS_KEY, APNS_KEYID, APNS_TEAMID, APNS_APPBUNDLEID",
  fcm: "FCM_FILE",
  webPush: "VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT",
} as const

function Providers({ overview }: { overview: Overview }) {
  const { push } = useDesk().words
  return (
    <ul class="providers">
      {(["apns", "fcm", "webPush"] as const).map(name => (
        <li key={name} class="card">
          <h2>{push[name]}</h2>
          <Pill mood={overview.push[name] ? "good" : "calm"}>
            {overview.push[name] ? push.set : push.missing}
          </Pill>
          <p class="muted small">
            {push.setBy} <code>{providers[name]}</code>
          </p>
        </li>
      ))}
    </ul>
  )
}

const moods: Record<string, Mood> = { sent: "good", retry: "warn", skipped: "calm", silent: "warn" }

function Tries({ tries }: { tries: PushTry[] }) {
  const { words } = useDesk()
  const { push, field } = words
  const columns: Column<PushTry>[] = [
    { name: field.device, cell: ({ deviceId }) => <code>{deviceId}</code> },
    { name: field.type, cell: ({ type }) => type },
    {
      name: push.outcome,
      cell: ({ outcome }) => <Pill mood={moods[outcome] ?? "bad"}>{outcome}</Pill>,
    },
    { name: push.detail, cell: ({ detail }) => detail },
    { name: push.providerId, cell: ({ providerId }) => providerId && <code>{providerId}</code> },
  ]
  return (
    <Table
      label={push.answers}
      columns={columns}
      rows={tries}
      keyOf={row => `${row.type}/${row.deviceId}`}
      empty={push.noDevices}
    />
  )
}
