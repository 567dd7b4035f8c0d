import { addressOf } from "../../state/places.ts"
import type { Overview } from "../../wire/models.ts"
import { useDesk } from "../desk.ts"
import { RefreshIcon } from "../icons.tsx"
import { Loaded } from "../loaded.tsx"
import { QuickStart } from "../quick-start.tsx"
import { Screen } from "../screen.tsx"
import { ServerFacts } from "../server-facts.tsx"
import { Tiles } from "../tiles.tsx"
import { type Asked, useAsk } from "../use-ask.ts"
import { useFresh } from "../use-fresh.ts"

const everyMs = 15_000

export function OverviewScreen() {
  const { api, words } = useDesk()
  const asked = useAsk(api.getOverview)
  useFresh(asked.again, everyMs)
  return (
    <Screen title={words.menu.overview} actions={<Status asked={asked} />}>
      <Loaded asked={asked}>
        {overview => (
          <>
            <Warnings overview={overview} />
            <Numbers overview={overview} />
            <ServerFacts overview={overview} />
            <QuickStart overview={overview} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}

/** The light: whether the last question was answered, and when. */
function Status({ asked: { value, error, at, busy, again } }: { asked: Asked<Overview> }) {
  const { words, formats } = useDesk()
  const { overview } = words
  const up = error === undefined
  return (
    <>
      {(value || !up) && (
        <p class={up ? "light good" : "light bad"}>
          <b>{up ? overview.running : overview.unreachable}</b>
          {value && up && (
            <span class="muted">{overview.upFor(formats.duration(value.now - value.startedAt))}</span>
          )}
        </p>
      )}
      <button type="button" class="button plain" disabled={busy} onClick={() => again()}>
        <RefreshIcon />
        <span class="unseen">{words.act.refresh}</span>
        {at ? formats.clock(at) : ""}
      </button>
    </>
  )
}

function Warnings({ overview: { waiting, sandbox, push } }: { overview: Overview }) {
  const { words } = useDesk()
  const { overview, menu } = words
  const hasPush = push.apns || push.fcm || push.webPush
  return (
    <ul class="warnings">
      {waiting.deadWebhooks > 0 && (
        <li>
          {overview.deadWebhooks(waiting.deadWebhooks)}{" "}
          <a href={addressOf("outbox", undefined, { tab: "dead" })}>{menu.outbox}</a>
        </li>
      )}
      {sandbox && <li>{overview.sandbox}</li>}
      {!hasPush && (
        <li class="calm">
          {overview.noPush} <a href={addressOf("push")}>{menu.push}</a>
        </li>
      )}
    </ul>
  )
}

function Numbers({ overview }: { overview: Overview }) {
  const { words, formats } = useDesk()
  const { connections, peakConnections, counts } = overview
  const { number, compact } = formats
  return (
    <Tiles
      tiles={[
        {
          name: words.overview.connections,
          value: number(connections),
          hint: words.overview.peak(number(peakConnections)),
          href: addressOf("connections"),
        },
        { name: words.menu.users, value: compact(counts.clients), href: addressOf("users") },
        { name: words.menu.rooms, value: compact(counts.rooms), href: addressOf("rooms") },
        { name: words.menu.messages, value: compact(counts.messages), href: addressOf("messages") },
        { name: words.overview.devices, value: compact(counts.devices), href: addressOf("push") },
      ]}
    />
  )
}
