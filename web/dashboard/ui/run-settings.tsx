import { useState } from "preact/hooks"
import { Confirm } from "./confirm.tsx"
import { useDesk } from "./desk.ts"
import { Loaded } from "./loaded.tsx"
import { RunSettingDialog } from "./run-setting-dialog.tsx"
import { Card } from "./screen.tsx"
import { type Column, Table } from "./table.tsx"
import { useAsk } from "./use-ask.ts"

type Row = readonly [string, unknown]

/** Settings that apps read while the server runs. */
export function RunSettingsCard() {
  const { api, words, tell } = useDesk()
  const { settings, act, done } = words
  const asked = useAsk(api.getRunSettings)
  const [edited, setEdited] = useState<Row | "new">()
  const [removed, setRemoved] = useState<string>()
  const columns: Column<Row>[] = [
    { name: words.field.name, cell: ([name]) => <code class="strong">{name}</code> },
    { name: settings.value, cell: ([, value]) => <code class="wrap">{JSON.stringify(value)}</code> },
    {
      name: act.actions,
      kind: "actions",
      cell: row => (
        <>
          <button type="button" class="button plain" onClick={() => setEdited(row)}>
            {act.edit}
          </button>
          <button type="button" class="button plain bad" onClick={() => setRemoved(row[0])}>
            {act.remove}
          </button>
        </>
      ),
    },
  ]
  return (
    <Card
      title={settings.runTime}
      hint={settings.runTimeHint}
      actions={
        <button type="button" class="button plain" onClick={() => setEdited("new")}>
          {settings.add}
        </button>
      }
    >
      <Loaded asked={asked}>
        {all => (
          <Table
            label={settings.runTime}
            columns={columns}
            rows={Object.entries(all)}
            keyOf={([name]) => name}
          />
        )}
      </Loaded>
      {edited && (
        <RunSettingDialog
          setting={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
          changed={asked.again}
        />
      )}
      {removed && (
        <Confirm
          title={`${act.remove}: ${removed}`}
          sentence={settings.runTimeHint}
          label={act.remove}
          onClose={() => setRemoved(undefined)}
          action={async () => {
            await api.removeRunSetting(removed)
            setRemoved(undefined)
            tell({ sentence: done.removed })
            void asked.again()
          }}
        />
      )}
    </Card>
  )
}
