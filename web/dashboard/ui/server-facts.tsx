import { addressOf } from "../state/places.ts"
import type { Overview } from "../wire/models.ts"
import { Copyable } from "./copy-button.tsx"
import { useDesk } from "./desk.ts"
import { Facts } from "./facts.tsx"
import { Pill } from "./pill.tsx"
import { Card } from "./screen.tsx"

const engines = { sqlite: "SQLite", postgres: "PostgreSQL" }

/** What the server is, and what waits to leave it. */
export function ServerFacts({ overview }: { overview: Overview }) {
  const { words, formats } = useDesk()
  const w = words.overview
  const { serverUrl, clientKey, version, engine, sandbox, memory, diskFree, waiting } = overview
  const disk = diskFree === undefined ? [] : [[w.disk, formats.bytes(diskFree)] as const]
  const dead = formats.number(waiting.deadWebhooks)
  return (
    <div class="columns">
      <Card title={w.server}>
        <Facts
          facts={[
            [w.url, <Copyable key="url" text={serverUrl} of={w.url} />],
            [w.clientKey, <Copyable key="key" text={clientKey} of={w.clientKey} />],
            [
              w.mode,
              <Pill key="mode" mood={sandbox ? "warn" : "good"}>
                {sandbox ? w.sandboxMode : w.production}
              </Pill>,
            ],
            [w.version, version],
            [w.database, engines[engine]],
            [w.memory, formats.bytes(memory.rss)],
            ...disk,
          ]}
        />
      </Card>
      <Card title={w.waiting}>
        <Facts
          numbers
          facts={[
            [w.waitingAll, formats.number(waiting.outbox)],
            [w.waitingPushes, formats.number(waiting.pushes)],
            [w.waitingWebhooks, formats.number(waiting.webhooks)],
            [w.waitingDead, waiting.deadWebhooks > 0 ? <Pill mood="bad">{dead}</Pill> : dead],
          ]}
        />
        <p class="card-foot">
          <a href={addressOf("outbox")}>{words.menu.outbox}</a>
        </p>
      </Card>
    </div>
  )
}
