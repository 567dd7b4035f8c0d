import { useState } from "preact/hooks"
import type { Operator } from "../../wire/models.ts"
import { At } from "../at.tsx"
import { Confirm } from "../confirm.tsx"
import { useDesk } from "../desk.ts"
import { Loaded } from "../loaded.tsx"
import { AddOperator, ChangePassword } from "../operator-forms.tsx"
import { Pill } from "../pill.tsx"
import { Card, Screen } from "../screen.tsx"
import { type Column, Table } from "../table.tsx"
import { useAsk } from "../use-ask.ts"

export function OperatorsScreen() {
  const { api, words, operator, tell } = useDesk()
  const { operators, menu, field, act, done } = words
  const asked = useAsk(api.listOperators)
  const [removed, setRemoved] = useState<string>()
  const columns: Column<Operator>[] = [
    {
      name: field.name,
      cell: ({ name }) => (
        <span class="pills">
          <b>{name}</b>
          {name === operator && <Pill mood="good">{operators.you}</Pill>}
        </span>
      ),
    },
    { name: field.created, cell: ({ createdAt }) => <At ms={createdAt} /> },
    { name: operators.lastSignIn, cell: ({ lastSignInAt }) => <At ms={lastSignInAt} /> },
    {
      name: act.actions,
      kind: "actions",
      cell: ({ name }) =>
        name !== operator && (
          <button type="button" class="button plain bad" onClick={() => setRemoved(name)}>
            {act.remove}
          </button>
        ),
    },
  ]
  return (
    <Screen title={menu.operators} hint={operators.hint} actions={<AddOperator changed={asked.again} />}>
      <Card>
        <Loaded asked={asked}>
          {rows => <Table label={menu.operators} columns={columns} rows={rows} keyOf={row => row.name} />}
        </Loaded>
      </Card>
      <ChangePassword />
      {removed && (
        <Confirm
          title={`${act.remove}: ${removed}`}
          sentence={operators.removeHint}
          label={act.remove}
          typed={removed}
          onClose={() => setRemoved(undefined)}
          action={async () => {
            await api.removeOperator(removed)
            setRemoved(undefined)
            tell({ sentence: done.removed })
            void asked.again()
          }}
        />
      )}
    </Screen>
  )
}
