import type { KeyKind, KeyShown } from "../../wire/models.ts"
import { At } from "../at.tsx"
import { Copyable } from "../copy-button.tsx"
import { useDesk } from "../desk.ts"
import { Facts } from "../facts.tsx"
import { KeyActions, PreviousKey } from "../key-actions.tsx"
import { Loaded } from "../loaded.tsx"
import { Pill } from "../pill.tsx"
import { Card, Screen } from "../screen.tsx"
import { useAsk } from "../use-ask.ts"

export function KeysScreen() {
  const { api, words } = useDesk()
  const asked = useAsk(api.getKeys)
  return (
    <Screen title={words.menu.keys} hint={words.keys.hint}>
      <Loaded asked={asked}>
        {keys => (
          <>
            <KeyCard kind="apiKey" shown={keys.apiKey} changed={asked.again} />
            <KeyCard kind="clientKey" shown={keys.clientKey} changed={asked.again} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}

const settingNames: Record<KeyKind, string> = { apiKey: "API_KEY", clientKey: "CLIENT_KEY" }
const hints = { apiKey: "apiKeyHint", clientKey: "clientKeyHint" } as const

function KeyCard({ kind, shown, changed }: { kind: KeyKind; shown: KeyShown; changed(): void }) {
  const { words } = useDesk()
  const { keys } = words
  const name = keys[kind]
  const fixed = shown.source === "environment"
  return (
    <Card
      title={name}
      hint={keys[hints[kind]]}
      actions={<KeyActions kind={kind} fixed={fixed} changed={changed} />}
    >
      <Facts
        facts={[
          [name, shown.value ? <Copyable text={shown.value} of={name} /> : <code>{shown.masked}</code>],
          [words.settings.source, <Pill key="source">{keys.source[shown.source]}</Pill>],
          ...(shown.createdAt ? [[words.field.created, <At key="at" ms={shown.createdAt} />] as const] : []),
        ]}
      />
      {fixed && <p class="muted card-foot">{keys.fixed(settingNames[kind])}</p>}
      {shown.previous && <PreviousKey kind={kind} previous={shown.previous} changed={changed} />}
    </Card>
  )
}
