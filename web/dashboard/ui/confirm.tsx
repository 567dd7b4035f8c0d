import { useState } from "preact/hooks"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"

interface ConfirmProps {
  title: string
  sentence: string
  label: string
  /** What must be typed before. */
  typed?: string
  action(): Promise<void>
  onClose(): void
}

/** Asks before what cannot be undone. */
export function Confirm({ title, sentence, label, typed, action, onClose }: ConfirmProps) {
  const { words } = useDesk()
  const [given, setGiven] = useState("")
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{sentence}</p>
      <Form
        label={label}
        danger
        disabled={typed !== undefined && given !== typed}
        onCancel={onClose}
        action={action}
      >
        {typed !== undefined && (
          <Field name="typed" label={words.field.typeToConfirm(typed)} onValue={setGiven} focus code />
        )}
      </Form>
    </Dialog>
  )
}
