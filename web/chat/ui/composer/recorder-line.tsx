import { Later } from "./later.tsx"

const loadRecorder = () => import("./recorder.tsx").then(({ Recorder }) => Recorder)

export function RecorderLine({ roomId, onEnd }: { roomId: string; onEnd(): void }) {
  const waiting = <div class="composer-line recorder" />
  return <Later load={loadRecorder} waiting={waiting} roomId={roomId} onClose={onEnd} />
}
