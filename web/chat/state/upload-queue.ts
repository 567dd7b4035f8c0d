import { RequestError } from "../../../client/src/index.ts"
import { guardLeaving } from "../connection/leaving.ts"
import type { ChosenFile } from "./chosen-files.ts"
import { type Caption, messagesOf, type Stored } from "./file-messages.ts"
import { send } from "./messages.ts"
import {
  addUploads,
  allUploads,
  changeUpload,
  type PendingUpload,
  removeUpload,
  uploadsIn,
} from "./pending-uploads.ts"
import type { Session } from "./session.ts"
import { endAll } from "./store.ts"
import { type Uploaded, uploadFile } from "./uploads.ts"

const RETRY_MS = 3_000
/** So often a file may fail on its way although the server is there. */
const MOST_FAILURES = 5

/** The files of one user on their way: in each room one after the other, so that messages keep their order. */
class UploadQueue {
  readonly #session: Session
  readonly #busy = new Set<string>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #running = new Map<string, AbortController>()
  readonly #failures = new Map<string, number>()
  /** What is on the server already: an attempt that was cut goes on with the rest. */
  readonly #stored = new WeakMap<Blob, Uploaded>()

  constructor(session: Session) {
    this.#session = session
  }

  async drain(roomId: string): Promise<void> {
    if (this.#busy.has(roomId)) return
    this.#busy.add(roomId)
    while (this.#session.client.state === "online") {
      const next = uploadsIn(this.#session, roomId).find(({ stage }) => stage !== "refused")
      if (!next || !(await this.#carry(next))) break
    }
    this.#busy.delete(roomId)
  }

  drainAll(): void {
    for (const roomId of new Set(allUploads(this.#session).map(({ room }) => room))) void this.drain(roomId)
  }

  retry(upload: PendingUpload): void {
    this.#failures.delete(upload.id)
    changeUpload(this.#session, upload.id, { stage: "waiting", progress: 0, refusal: undefined })
    void this.drain(upload.room)
  }

  cancel(upload: PendingUpload): void {
    removeUpload(this.#session, upload)
    this.#running.get(upload.id)?.abort()
  }

  end(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    for (const running of this.#running.values()) running.abort()
  }

  /** @returns false when it has to be taken up again later. */
  async #carry(upload: PendingUpload): Promise<boolean> {
    const running = new AbortController()
    this.#running.set(upload.id, running)
    changeUpload(this.#session, upload.id, { stage: "uploading" })
    try {
      const stored = await this.#storeAll(upload, running.signal)
      removeUpload(this.#session, upload)
      for (const content of messagesOf(upload, stored)) send(this.#session, upload.room, content)
      return true
    } catch (error) {
      return running.signal.aborted || this.#fail(upload, error)
    } finally {
      this.#running.delete(upload.id)
    }
  }

  #fail(upload: PendingUpload, error: unknown): boolean {
    const failures = (this.#failures.get(upload.id) ?? 0) + Number(this.#session.client.state === "online")
    this.#failures.set(upload.id, failures)
    const isFinal = error instanceof RequestError && error.isFinal && error.status !== 401
    if (isFinal || failures >= MOST_FAILURES) {
      const refusal = isFinal ? error.message : undefined
      changeUpload(this.#session, upload.id, { stage: "refused", refusal })
      return true
    }
    changeUpload(this.#session, upload.id, { stage: "waiting", progress: 0 })
    clearTimeout(this.#timers.get(upload.room))
    this.#timers.set(
      upload.room,
      setTimeout(() => void this.drain(upload.room), RETRY_MS * 2 ** Math.max(0, failures - 1)),
    )
    return false
  }

  async #storeAll(upload: PendingUpload, signal: AbortSignal): Promise<Stored[]> {
    const weightOf = ({ file, still }: ChosenFile) => file.size + (still?.size ?? 0)
    const total = upload.files.reduce((sum, file) => sum + weightOf(file), 0) || 1
    let done = 0
    const stored: Stored[] = []
    for (const chosen of upload.files) {
      const store = (file: Blob, name: string) =>
        this.#store(file, {
          ...{ name, signal, roomId: upload.room },
          onProgress: share =>
            changeUpload(this.#session, upload.id, { progress: (done + share * file.size) / total }),
        })
      const uploaded = await store(chosen.file, chosen.file.name)
      const still = chosen.still && (await store(chosen.still, "still.jpg"))
      done += weightOf(chosen)
      stored.push({ chosen, uploaded, still })
    }
    return stored
  }

  async #store(file: Blob, options: Parameters<typeof uploadFile>[2]): Promise<Uploaded> {
    const known = this.#stored.get(file)
    if (known) return known
    const uploaded = await uploadFile(this.#session, file, options)
    this.#stored.set(file, uploaded)
    return uploaded
  }
}

const queues = new WeakMap<Session, UploadQueue>()

/** Carries files to the server for as long as the session lasts; what the network cut goes on when it is back. */
export function followUploads(session: Session): () => void {
  const queue = new UploadQueue(session)
  queues.set(session, queue)
  const ends = [
    session.client.on("state", ({ state }) => state === "online" && queue.drainAll()),
    session.client.on("roomGone", roomId => {
      for (const upload of uploadsIn(session, roomId)) queue.cancel(upload)
    }),
    guardLeaving(() => allUploads(session).some(({ stage }) => stage !== "refused")),
    () => queue.end(),
  ]
  return endAll(ends)
}

/** Shows files in the conversation at once, and sends them as soon as they are on the server. */
export function sendFiles(
  session: Session,
  roomId: string,
  files: readonly ChosenFile[],
  caption: Caption,
): void {
  addUploads(session, roomId, files, caption)
  void queues.get(session)?.drain(roomId)
}

export function retryUpload(session: Session, upload: PendingUpload): void {
  queues.get(session)?.retry(upload)
}

export function cancelUpload(session: Session, upload: PendingUpload): void {
  queues.get(session)?.cancel(upload)
}
