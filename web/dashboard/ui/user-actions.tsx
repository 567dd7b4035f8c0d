import { useState } from "preact/hooks"
import { sentenceOf } from "../state/refusals.ts"
import type { TokenLink, User } from "../wire/chat.ts"
import { Confirm } from "./confirm.tsx"
import { TokenDialog } from "./create-user.tsx"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"
import { go } from "./go.ts"

interface UserActionsProps {
  user: User
  changed(): void
}

export function UserActions({ user, changed }: UserActionsProps) {
  const { api, words, tell } = useDesk()
  const { users, done } = words
  const [step, setStep] = useState<"edit" | "delete">()
  const [link, setLink] = useState<TokenLink>()
  const close = () => setStep(undefined)
  const issue = async () => {
    try {
      setLink(await api.issueToken(user._id))
      changed()
    } catch (error) {
      tell({ sentence: sentenceOf(error, words), failed: true })
    }
  }
  return (
    <>
      <button type="button" class="button primary" onClick={issue}>
        {users.openChat}
      </button>
      <button type="button" class="button plain" onClick={() => setStep("edit")}>
        {words.act.edit}
      </button>
      <button type="button" class="button plain bad" onClick={() => setStep("delete")}>
        {words.act.delete}
      </button>
      {link && <TokenDialog link={link} onClose={() => setLink(undefined)} />}
      {step === "edit" && <EditUserDialog user={user} onClose={close} changed={changed} />}
      {step === "delete" && (
        <Confirm
          title={users.delete}
          sentence={users.deleteHint}
          label={users.delete}
          typed={user._id}
          onClose={close}
          action={async () => {
            await api.deleteUser(user._id)
            close()
            tell({ sentence: done.deleted })
            go("users")
          }}
        />
      )}
    </>
  )
}

function EditUserDialog({ user, changed, onClose }: UserActionsProps & { onClose(): void }) {
  const { api, words, tell } = useDesk()
  const { act, field, done } = words
  return (
    <Dialog title={`${act.edit}: ${user._id}`} onClose={onClose}>
      <Form
        label={act.save}
        onCancel={onClose}
        action={async ({ nickname = "", avatarUrl = "" }) => {
          await api.updateUser({ _id: user._id, nickname, avatarUrl })
          onClose()
          tell({ sentence: done.saved })
          changed()
        }}
      >
        <Field name="nickname" label={field.nickname} value={user.nickname} focus />
        <Field name="avatarUrl" label={field.picture} value={user.avatarUrl} hint={field.optional} />
      </Form>
    </Dialog>
  )
}
