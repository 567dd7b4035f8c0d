import { useState } from "preact/hooks"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"
import { Card } from "./screen.tsx"
import { SecretDialog } from "./secret-dialog.tsx"

export function AddOperator({ changed }: { changed(): void }) {
  const { api, words } = useDesk()
  const { operators, field, act } = words
  const [asking, setAsking] = useState(false)
  const [made, setMade] = useState<{ name: string; password: string }>()
  const close = () => setAsking(false)
  return (
    <>
      <button type="button" class="button primary" onClick={() => setAsking(true)}>
        {operators.add}
      </button>
      {asking && (
        <Dialog title={operators.add} onClose={close}>
          <Form
            label={act.create}
            onCancel={close}
            action={async ({ name = "" }) => {
              const operator = await api.addOperator(name.trim())
              close()
              setMade(operator)
              changed()
            }}
          >
            <Field name="name" label={field.name} required focus code />
          </Form>
        </Dialog>
      )}
      {made && (
        <SecretDialog
          title={operators.added}
          hint={operators.addedHint}
          secrets={[
            [field.name, made.name],
            [field.password, made.password],
          ]}
          onClose={() => setMade(undefined)}
        />
      )}
    </>
  )
}

export function ChangePassword() {
  const { api, words, tell } = useDesk()
  const { operators, act } = words
  const [turn, setTurn] = useState(0)
  return (
    <Card title={operators.password}>
      <Form
        key={turn}
        label={act.save}
        action={async ({ current = "", next = "" }) => {
          await api.changePassword(current, next)
          setTurn(turn + 1)
          tell({ sentence: operators.changed })
        }}
      >
        <Field name="current" label={operators.current} secret autocomplete="current-password" required />
        <Field
          name="next"
          label={operators.next}
          hint={operators.nextHint}
          secret
          autocomplete="new-password"
          minLength={10}
          required
        />
      </Form>
    </Card>
  )
}
