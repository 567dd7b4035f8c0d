import { useState } from "preact/hooks"
import { printJson } from "../../state/json.ts"
import { type CallbackKind, type CallbackTry, callbackKinds } from "../../wire/sendings.ts"
import { CodeBlock } from "../code-block.tsx"
import { useDesk } from "../desk.ts"
import { Field } from "../field.tsx"
import { Form } from "../form.tsx"
import { Pill } from "../pill.tsx"
import { Card, Screen } from "../screen.tsx"

export function CallbacksScreen() {
  const { api, words } = useDesk()
  const { callbacks, field } = words
  const [kind, setKind] = useState<CallbackKind>("AUTH")
  const [tried, setTried] = useState<CallbackTry>()
  return (
    <Screen title={words.menu.callbacks} hint={callbacks.hint}>
      <Card>
        <Form
          label={callbacks.test}
          action={async ({ roomId, url }) =>
            setTried(await api.testCallback({ kind, ...(roomId && { roomId }), ...(url && { url }) }))
          }
        >
          <Field
            name="kind"
            label={callbacks.kind}
            value={kind}
            options={callbackKinds.map(name => [name, callbacks.kinds[name]])}
            onValue={value => setKind(value as CallbackKind)}
          />
          {kind === "WEBHOOK" && <Field name="roomId" label={field.roomId} hint={callbacks.roomHint} code />}
          <Field name="url" label={callbacks.url} hint={callbacks.urlHint} code />
        </Form>
      </Card>
      {tried && <Outcome tried={tried} />}
    </Screen>
  )
}

function Outcome({ tried: { request, answer, ms, error } }: { tried: CallbackTry }) {
  const { words, formats } = useDesk()
  const { callbacks } = words
  const good = answer !== undefined && answer.status < 400
  return (
    <div class="columns even">
      <Card title={callbacks.request}>
        <CodeBlock
          title={`${request.method} ${request.url}`}
          code={`${printHeaders(request.headers)}\n\n${printJson(request.body)}`}
        />
      </Card>
      <Card
        title={callbacks.answer}
        actions={
          <>
            {answer && <Pill mood={good ? "good" : "bad"}>{answer.status}</Pill>}
            <span class="muted">{callbacks.took(formats.number(Math.round(ms)))}</span>
          </>
        }
      >
        {!answer && <p class="trouble">{error || callbacks.noAnswer}</p>}
        {answer && (
          <CodeBlock
            title={`${answer.status}`}
            code={`${printHeaders(answer.headers)}\n\n${printJson(answer.body)}`}
          />
        )}
        {answer && error && <p class="trouble">{error}</p>}
      </Card>
    </div>
  )
}

const printHeaders = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n")
