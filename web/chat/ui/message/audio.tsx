import { useState } from "preact/hooks"
import { numberOf } from "../../state/loose-values.ts"
import { webUrl } from "../../state/web-urls.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { useSession } from "../use-chat.ts"
import { AttachmentLine } from "./attachment-line.tsx"
import { PauseIcon, PlayIcon } from "./icons.tsx"
import { lengthText } from "./lengths.ts"
import { nextRate, pause, play, seek, useHearing } from "./player.ts"
import { kindText } from "./preview.ts"

/** A voice message with a player of our own: one is heard at a time. */
export function Audio({ message }: { message: Message }) {
  const session = useSession()
  const heard = useHearing(message._id)
  const [start, setStart] = useState(0)
  const url = webUrl(message.originalUrl) ?? webUrl(message.url)
  if (!url) return <AttachmentLine icon={<PlayIcon />} title={kindText(message)} />
  const length = heard?.length ?? numberOf(message.duration, 0, 1e6)
  const at = heard?.at ?? start
  const isPlaying = heard?.isPlaying ?? false
  const toggle = () => {
    if (isPlaying) pause()
    else void play(session, { id: message._id, url, length }, at)
  }
  const move = (seconds: number) => {
    setStart(seconds)
    seek(message._id, seconds)
  }
  return (
    <span class="audio">
      <button
        type="button"
        class="round-button"
        aria-label={isPlaying ? text.message.pause : text.message.play}
        onClick={toggle}
      >
        {isPlaying ? <PauseIcon /> : <PlayIcon />}
      </button>
      <span class="audio-body">
        <Position at={at} length={length} onMove={move} />
        <span class="audio-foot">
          {heard?.isFailed ? text.message.audioMissing : lengthText(isPlaying || at > 0 ? at : length)}
          {heard && !heard.isFailed && (
            <button type="button" class="rate" aria-label={text.message.speed(heard.rate)} onClick={nextRate}>
              {heard.rate}×
            </button>
          )}
        </span>
      </span>
    </span>
  )
}

interface PositionProps {
  at: number
  length?: number
  onMove(seconds: number): void
}

function Position({ at, length, onMove }: PositionProps) {
  const most = length || 1
  const done = Math.min(100, (at / most) * 100)
  return (
    <input
      type="range"
      class="position"
      aria-label={text.message.position}
      aria-valuetext={text.message.playedOf(lengthText(at), lengthText(length))}
      min={0}
      max={most}
      step={most > 20 ? 1 : 0.1}
      value={Math.min(at, most)}
      disabled={!length}
      style={{ "--done": `${done}%` }}
      onInput={event => onMove(Number(event.currentTarget.value))}
    />
  )
}
