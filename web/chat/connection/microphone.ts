/** Sound that is being recorded. */
export interface Take {
  /** How loud it is just now, 0 to 1. */
  level(): number
  /** Seconds so far. */
  seconds(): number
  stop(): Promise<Blob>
  /** Drops it. */
  cancel(): void
}

export type TakeFailure = "refused" | "missing" | "failed"

export class TakeError extends Error {
  readonly reason: TakeFailure

  constructor(reason: TakeFailure) {
    super(`The microphone cannot be used: ${reason}`)
    this.reason = reason
  }
}

/** What most devices play comes first. */
const TYPES = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"]

export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined" && Boolean(navigator.mediaDevices?.getUserMedia)
}

/** Begins to record once the user allows it. @throws TakeError */
export async function openMicrophone(): Promise<Take> {
  const stream = await openStream()
  const hush = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  try {
    const type = TYPES.find(one => MediaRecorder.isTypeSupported(one))
    return begin(stream, new MediaRecorder(stream, type ? { mimeType: type } : {}), hush)
  } catch {
    hush()
    throw new TakeError("failed")
  }
}

async function openStream(): Promise<MediaStream> {
  if (!canRecord()) throw new TakeError("missing")
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true },
    })
  } catch (error) {
    const { name } = error as DOMException
    if (name === "NotAllowedError" || name === "SecurityError") throw new TakeError("refused")
    throw new TakeError(name === "NotFoundError" ? "missing" : "failed")
  }
}

function begin(stream: MediaStream, recorder: MediaRecorder, hush: () => void): Take {
  const meter = openMeter(stream)
  const pieces: Blob[] = []
  const end = () => {
    hush()
    meter.close()
  }
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data))
  const began = performance.now()
  recorder.start(1000)
  return {
    level: meter.level,
    seconds: () => (performance.now() - began) / 1000,
    stop: () =>
      new Promise(resolve => {
        const finish = () => {
          end()
          resolve(new Blob(pieces, { type: recorder.mimeType.split(";")[0] }))
        }
        // A microphone that was pulled out has stopped it already.
        if (recorder.state === "inactive") return finish()
        recorder.addEventListener("stop", finish, { once: true })
        recorder.stop()
      }),
    cancel() {
      if (recorder.state !== "inactive") recorder.stop()
      end()
    },
  }
}

function openMeter(stream: MediaStream) {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level() {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      return Math.min(1, Math.sqrt(power) * 4)
    },
    close() {
      if (context.state !== "closed") void context.close()
    },
  }
}
