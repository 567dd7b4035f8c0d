import { useState } from "preact/hooks"
import { embedCode, quickStart } from "../state/quick-start.ts"
import type { Overview } from "../wire/models.ts"
import { CodeBlock } from "./code-block.tsx"
import { useDesk } from "./desk.ts"
import { PasswordDialog } from "./password-dialog.tsx"
import { Card } from "./screen.tsx"
import { Tabs } from "./tabs.tsx"

/** The first calls, ready to paste. */
export function QuickStart({ overview: { serverUrl, clientKey } }: { overview: Overview }) {
  const { api, words } = useDesk()
  const w = words.quickStart
  const [tab, setTab] = useState<"calls" | "html">("calls")
  const [apiKey, setApiKey] = useState<string>()
  const [asking, setAsking] = useState(false)
  return (
    <Card title={w.title} hint={w.hint}>
      <Tabs
        label={w.title}
        tabs={[
          ["calls", w.calls],
          ["html", w.html],
        ]}
        chosen={tab}
        onChoose={setTab}
      >
        {tab === "html" && (
          <>
            <p class="muted">{w.embedHint}</p>
            <CodeBlock title={w.embed} code={embedCode(serverUrl, clientKey)} />
          </>
        )}
        {tab === "calls" && apiKey === undefined && (
          <p class="muted">
            {w.needsKey}{" "}
            <button type="button" class="link" onClick={() => setAsking(true)}>
              {w.fillIn}
            </button>
          </p>
        )}
        {tab === "calls" &&
          quickStart(serverUrl, apiKey).map(({ title, code }) => (
            <CodeBlock key={title} title={w[title]} code={code} />
          ))}
      </Tabs>
      {asking && (
        <PasswordDialog
          title={w.fillIn}
          label={w.fillIn}
          onClose={() => setAsking(false)}
          action={async ({ password = "" }) => setApiKey((await api.revealApiKey(password)).value)}
        />
      )}
    </Card>
  )
}
