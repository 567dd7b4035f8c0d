import { parseJson } from "../state/json.ts"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"

interface RunSettingDialogProps {
  /** Absent: a new one. */
  setting?: readonly [string, unknown]
  onClose(): void
  changed(): void
}

export function RunSettingDialog({ setting, onClose, changed }: RunSettingDialogProps) {
  const { api, words, tell } = useDesk()
  const { settings } = words
  return (
    <Dialog title={setting ? settings.change(setting[0]) : settings.add} onClose={onClose} wide>
      <Form
        label={words.act.save}
        onCancel={onClose}
        action={async ({ name = setting?.[0] ?? "", value = "" }) => {
          await api.saveRunSetting(name.trim(), parseJson(value, settings.notJson))
          onClose()
          tell({ sentence: words.done.saved })
          changed()
        }}
      >
        {!setting && <Field name="name" label={words.field.name} hint={settings.known} required code focus />}
        <Field
          name="value"
          label={settings.value}
          hint={settings.valueHint}
          value={setting ? JSON.stringify(setting[1], null, 2) : ""}
          lines={8}
          focus={setting !== undefined}
          required
          code
        />
      </Form>
    </Dialog>
  )
}
