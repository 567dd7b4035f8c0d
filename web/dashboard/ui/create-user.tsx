import { safeUrl } from "../state/links.ts"
import type { TokenLink } from "../wire/chat.ts"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"
import { SecretDialog } from "./secret-dialog.tsx"
import { Tick } from "./tick.tsx"

interface CreateUserDialogProps {
  onClose(): void
  onMade(id: string, link?: TokenLink): void
}

export function CreateUserDialog({ onClose, onMade }: CreateUserDialogProps) {
  const { api, words, tell } = useDesk()
  const { users, field, act, done } = words
  return (
    <Dialog title={users.create} onClose={onClose}>
      <Form
        label={act.create}
        onCancel={onClose}
        action={async ({ _id = "", nickname = "", avatarUrl = "", token }) => {
          const user = await api.createUser({ _id, nickname, avatarUrl }, token === "on")
          onClose()
          const { token: given, link } = user
          if (given && link) return onMade(user._id, { token: given, link })
          tell({ sentence: done.created })
          onMade(user._id)
        }}
      >
        <Field name="_id" label={field.userId} required code focus />
        <Field name="nickname" label={field.nickname} hint={field.optional} />
        <Field name="avatarUrl" label={field.picture} hint={field.optional} />
        <Tick name="token" label={users.issueToken} ticked />
      </Form>
    </Dialog>
  )
}

export function TokenDialog({ link, onClose }: { link: TokenLink; onClose(): void }) {
  const { users } = useDesk().words
  const url = safeUrl(link.link, location.href)
  return (
    <SecretDialog
      title={users.openChat}
      hint={users.openChatHint}
      secrets={[
        [users.token, link.token],
        [users.link, link.link],
      ]}
      link={url ? [users.openLink, url] : undefined}
      onClose={onClose}
    />
  )
}
