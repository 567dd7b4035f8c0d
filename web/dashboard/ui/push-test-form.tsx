import { useState } from "preact/hooks"
import type { Device } from "../wire/chat.ts"
import type { PushTry } from "../wire/sendings.ts"
import { useDesk } from "./desk.ts"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"

/** First whose devices, then which of them and what. */
export function PushTestForm({ clientId, onTried }: { clientId: string; onTried(tries: PushTry[]): void }) {
  const { api, words } = useDesk()
  const { push, field } = words
  const [found, setFound] = useState<{ user: string; devices: Device[] }>()
  return (
    <>
      <Form
        label={push.find}
        inline
        action={async ({ user = "" }) => setFound({ user, devices: await api.listDevices(user) })}
      >
        <Field name="user" label={field.userId} value={clientId} required code />
      </Form>
      {found?.devices.length === 0 && <p class="empty">{push.noDevices}</p>}
      {found && found.devices.length > 0 && (
        <Form
          key={found.user}
          label={push.test}
          action={async ({ deviceId, title, body = "" }) =>
            onTried(
              await api.testPush({
                clientId: found.user,
                body,
                ...(deviceId ? { deviceId } : {}),
                ...(title ? { title } : {}),
              }),
            )
          }
        >
          <Field
            name="deviceId"
            label={field.device}
            options={[
              ["", push.allDevices],
              ...found.devices.map(
                ({ deviceId, type }) => [deviceId, `${type} · ${deviceId.slice(0, 40)}`] as const,
              ),
            ]}
          />
          <Field name="title" label={push.title} hint={field.optional} />
          <Field name="body" label={push.body} value={push.sample} required />
        </Form>
      )}
    </>
  )
}
