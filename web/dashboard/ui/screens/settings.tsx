import { useState } from "preact/hooks"
import type { Setting } from "../../wire/models.ts"
import { useDesk } from "../desk.ts"
import { Loaded } from "../loaded.tsx"
import { type Mood, Pill } from "../pill.tsx"
import { RunSettingsCard } from "../run-settings.tsx"
import { Card, Screen } from "../screen.tsx"
import { SearchBox } from "../search-box.tsx"
import { type Column, Table } from "../table.tsx"
import { useAsk } from "../use-ask.ts"

export function SettingsScreen() {
  const { words } = useDesk()
  return (
    <Screen title={words.menu.settings}>
      <RunSettingsCard />
      <SettingsInForce />
    </Screen>
  )
}

const moods: Record<Setting["source"], Mood> = {
  environment: "good",
  file: "good",
  dashboard: "good",
  default: "calm",
}

function SettingsInForce() {
  const { api, words } = useDesk()
  const { settings, keys } = words
  const asked = useAsk(api.listSettings)
  const [wanted, setWanted] = useState("")
  const columns: Column<Setting>[] = [
    {
      name: words.field.name,
      kind: "wide",
      cell: ({ name, description }) => (
        <>
          <code class="strong">{name}</code>
          <span class="muted small block">{description}</span>
        </>
      ),
    },
    {
      name: settings.value,
      cell: ({ value }) =>
        value === "" ? <span class="muted">{settings.unset}</span> : <code>{value}</code>,
    },
    {
      name: settings.source,
      cell: ({ source }) => <Pill mood={moods[source]}>{keys.source[source]}</Pill>,
    },
  ]
  return (
    <Card
      title={settings.inForce}
      hint={settings.inForceHint}
      actions={<SearchBox label={settings.filter} value="" onSearch={setWanted} live />}
    >
      <Loaded asked={asked}>
        {all => (
          <Table
            label={settings.inForce}
            columns={columns}
            rows={all.filter(setting => matches(setting, wanted))}
            keyOf={row => row.name}
            groupOf={row => row.group ?? ""}
            empty={words.state.nothingFound}
          />
        )}
      </Loaded>
    </Card>
  )
}

const matches = ({ name, description }: Setting, wanted: string) =>
  `${name} ${description}`.toLowerCase().includes(wanted.toLowerCase())
