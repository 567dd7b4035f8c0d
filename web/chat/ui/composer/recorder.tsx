import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { sendRecording, startRecording, type Take, type TakeFailure } from "../../state/recording.ts"
import { change } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import { lengthText } from "../message/lengths.ts"
import { SendIcon } from "../parts/icons.tsx"
import { useSession } from "../use-chat.ts"
import { BinIcon } from "./icons.tsx"
import { useEscape } from "./use-escape.ts"

const EVERY_MS = 100
const BARS = 48
const SILENCE: readonly number[] = new Array(BARS).fill(0)

const sentences = (): Record<TakeFailure, string> => ({
  refused: text.composer.microphoneRefused,
  missing: text.composer.microphoneMissing,
  failed: text.composer.recordingFailed,
})

/** In the place of the field while one speaks. */
export function Recorder({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const session = useSession()
  const send = useRef<HTMLButtonElement>(null)
  const { take, levels, seconds } = useTake(failure => {
    change(session, { notice: sentences()[failure] })
    onClose()
  })
  useLayoutEffect(() => send.current?.focus(), [take])
  useEscape(onClose)

  const finish = async () => {
    if (!take) return
    const isSent = await sendRecording(session, roomId, take)
    if (!isSent) change(session, { notice: text.composer.recordingFailed })
    onClose()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is drawn differently by each browser
    <div class="composer-line recorder" role="group" aria-label={text.composer.recording}>
      <button type="button" class="icon-button" aria-label={text.composer.cancelRecording} onClick={onClose}>
        <BinIcon />
      </button>
      <span class={take ? "recorder-light on" : "recorder-light"} />
      <time class="recorder-time" role="timer">
        {lengthText(seconds)}
      </time>
      <span class="recorder-levels" aria-hidden="true">
        {levels.map((level, at) => (
          <i key={at} style={{ height: `${Math.round(3 + level * 23)}px` }} />
        ))}
      </span>
      <button
        ref={send}
        type="button"
        class="send"
        aria-label={text.composer.sendRecording}
        disabled={!take}
        onClick={() => void finish()}
      >
        <SendIcon />
      </button>
    </div>
  )
}

/** A recording for as long as the component stands; what is not sent by then is dropped. */
function useTake(onFail: (failure: TakeFailure) => void) {
  const [take, setTake] = useState<Take>()
  const [meter, setMeter] = useState({ levels: SILENCE, seconds: 0 })
  useEffect(() => {
    let isCurrent = true
    let timer: ReturnType<typeof setInterval> | undefined
    let begun: Take | undefined
    const follow = (opened: Take) => {
      setMeter(({ levels }) => ({
        levels: [...levels.slice(1), opened.level()],
        seconds: opened.seconds(),
      }))
    }
    void startRecording().then(opened => {
      if (typeof opened === "string") return isCurrent && onFail(opened)
      if (!isCurrent) return opened.cancel()
      begun = opened
      setTake(opened)
      timer = setInterval(() => follow(opened), EVERY_MS)
    })
    return () => {
      isCurrent = false
      clearInterval(timer)
      begun?.cancel()
    }
  }, [])
  return { take, ...meter }
}
