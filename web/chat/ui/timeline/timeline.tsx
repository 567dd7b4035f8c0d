import { unread } from "../../state/open-room.ts"
import { countReaders } from "../../state/receipts.ts"
import { text } from "../../text/text.ts"
import type { RoomView } from "../../wire/models.ts"
import { TimelineSkeleton } from "../skeleton.tsx"
import { useChat } from "../use-chat.ts"
import { FloatingDay } from "./floating-day.tsx"
import { JumpButton } from "./jump-button.tsx"
import { RetryLine } from "./lines.tsx"
import { MessageRow } from "./message-row.tsx"
import { Overlays } from "./overlays.tsx"
import { SelectionBar } from "./selection-bar.tsx"
import { Tail } from "./tail.tsx"
import { useConversation } from "./use-conversation.ts"
import { useJump } from "./use-jump.ts"
import { useKeys } from "./use-keys.ts"
import { useLook } from "./use-look.ts"
import { useMissed } from "./use-missed.ts"
import { usePointing } from "./use-pointing.ts"
import { useStage } from "./use-stage.ts"

/** The conversation of a room. */
export function Timeline({ room }: { room: RoomView }) {
  const isOpening = useChat(state => (state.readings[room._id] ?? unread).loading === "first")
  return isOpening ? <TimelineSkeleton /> : <OpenTimeline room={room} />
}

function OpenTimeline({ room }: { room: RoomView }) {
  const me = useChat(state => state.me._id)
  const talk = useConversation(room)
  const { rows, isLive, reading } = talk
  const { frame, viewport, drawn, day, isAtEnd, toEnd } = useLook(room, talk)
  const missed = useMissed(rows, isAtEnd)
  const marked = useJump(room._id, viewport, frame)
  const { stage, selected, menu, dialog } = useStage()
  const rowOf = (id: string) => rows[viewport.indexOf(id)]
  const { active, handlers } = usePointing({ frame, rowOf, stage, isSelecting: Boolean(selected) })
  const keys = useKeys({ frame, viewport, rows, room, stage })

  return (
    <>
      <div class="timeline-frame">
        {(reading.loading === "older" || reading.loading === "newer") && (
          <span class={`loading-more ${reading.loading}`} role="status" aria-label={text.loading}>
            <i class="spinner" />
          </span>
        )}
        <div
          class={selected ? "timeline selecting" : "timeline"}
          ref={frame}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          role="log"
          aria-label={text.history}
          aria-description={text.timeline.move}
          aria-live="off"
          onKeyDown={keys.onKeyDown}
          {...handlers}
        >
          <div class="timeline-rows">
            {(reading.failed === "older" || reading.failed === "first") && (
              <RetryLine words={text.timeline.olderFailed} onRetry={talk.loadOlder} />
            )}
            <div data-spacer style={{ height: `${drawn.above}px` }} />
            {rows.slice(drawn.from, drawn.to).map(row => (
              <MessageRow
                key={row.key}
                row={row}
                room={room}
                me={me}
                readers={row.isOwn ? countReaders(room, row.message, me) : 0}
                isActive={active === row.key && !menu}
                isMarked={marked === row.key}
                isSelected={selected?.has(row.key)}
                stage={stage}
              />
            ))}
            <div style={{ height: `${drawn.below}px` }} />
            {reading.failed === "newer" && (
              <RetryLine words={text.timeline.newerFailed} onRetry={talk.loadNewer} />
            )}
            {isLive && <Tail room={room} isEmpty={rows.length === 0 && room.isLoaded} />}
          </div>
        </div>
        <FloatingDay onReady={teller => (day.current = teller)} />
        <JumpButton
          isShown={!isAtEnd || !isLive}
          missed={isLive ? missed : (room.unread ?? 0)}
          onJump={toEnd}
        />
        <Overlays
          room={room}
          stage={stage}
          menu={menu}
          dialog={dialog}
          latest={message => rowOf(message._id)?.message ?? message}
          onClose={({ _id }) => {
            stage.close()
            keys.focus(_id)
          }}
        />
      </div>
      {selected && (
        <SelectionBar
          roomId={room._id}
          messages={rows.filter(({ key }) => selected.has(key)).map(({ message }) => message)}
          onEnd={stage.endSelection}
        />
      )}
    </>
  )
}
