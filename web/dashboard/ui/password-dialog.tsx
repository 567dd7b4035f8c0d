import type { ComponentChildren } from "preact"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { type Fields, Form } from "./form.tsx"

interface PasswordDialogProps {
  title: string
  label: string
  hint?: string
  /** Closes when it succeeds. */
  action(fields: Fields): Promise<void>
  onClose(): void
  children?: ComponentChildren
}

/** Secrets are only for an operator who is there in person. */
export function PasswordDialog({ title, label, hint, action, onClose, children }: PasswordDialogProps) {
  const { words } = useDesk()
  return (
    <Dialog title={title} onClose={onClose}>
      {hint && <p class="muted">{hint}</p>}
      <Form
        label={label}
        onCancel={onClose}
        action={async fields => {
          await action(fields)
          onClose()
        }}
      >
        <Field
          name="password"
          label={words.keys.yourPassword}
          secret
          autocomplete="current-password"
          required
          focus
        />
        {children}
      </Form>
    </Dialog>
  )
}
