import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Answer, userHeaders } from "../../support/backend.ts"
import type { Engine } from "../../support/parley.ts"
import { type FakeS3, startS3 } from "../../support/s3.ts"
import { type Stage, setStage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

/** Everywhere that rows and contents may be kept. */
export const places = [
  { engine: "sqlite", store: "disk" },
  { engine: "postgres", store: "disk" },
  { engine: "sqlite", store: "s3" },
] as const

/** A file to be sent, and what goes with it. */
export interface Sending {
  content: string | Uint8Array<ArrayBuffer> | Buffer
  name?: string
  type?: string
  extra?: unknown
  bucket?: string
}

type Person = keyof Stage["cast"]

/** A stage with files on it. */
export interface FileStage extends Stage {
  s3: FakeS3
  /** `DATA_DIR/files` */
  folder: string
  /** Uploads. @returns `result`. */
  upload: (person: Person, sending: Sending) => Promise<Json>
  /** Sends a form as it is. */
  send: (person: Person, form: FormData, bucket?: string) => Promise<Answer>
  /** Asks for content; without a person, without headers. `path` may be a whole address. */
  get: (person: Person | undefined, path: string, more?: RequestInit) => Promise<Response>
  /** Names of uploads under way. */
  incoming: () => string[]
  /** How many contents are kept. */
  kept: () => number
}

export function formOf({ content, name = "note.txt", type = "text/plain", extra }: Sending): FormData {
  const form = new FormData()
  if (extra !== undefined) form.append("extra", typeof extra === "string" ? extra : JSON.stringify(extra))
  form.append("file", new File([content as string], name, { type }))
  return form
}

export async function setFileStage(
  engine: Engine,
  store: "disk" | "s3",
  settings: Record<string, string> = {},
): Promise<FileStage> {
  const folder = mkdtempSync(join(tmpdir(), "parley-files-"))
  const s3 = await startS3()
  const more = { DATA_DIR: folder, ...(store === "s3" ? s3.settings : {}), ...settings }
  const stage = await setStage(engine, more)
  const send: FileStage["send"] = (person, form, bucket = "chatserver-upload") =>
    stage.raw("POST", `/files/${bucket}`, { headers: userHeaders(stage.cast[person]), body: form })
  return {
    ...stage,
    s3,
    folder: join(folder, "files"),
    send,
    upload: async (person, sending) => {
      const { status, body } = await send(person, formOf(sending), sending.bucket)
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
      return body.result
    },
    get: (person, path, more = {}) =>
      fetch(path.startsWith("http") ? path : stage.parley.url + path, {
        ...more,
        headers: { ...(person ? userHeaders(stage.cast[person]) : {}), ...more.headers },
      }),
    incoming: () => readdirSync(join(folder, "files", "incoming")),
    kept: () =>
      store === "s3"
        ? s3.objects.size
        : readdirSync(join(folder, "files"), { recursive: true, withFileTypes: true }).filter(
            entry => entry.isFile() && !entry.parentPath.endsWith("incoming"),
          ).length,
    close: async () => {
      await stage.close()
      await s3.close()
      rmSync(folder, { recursive: true })
    },
  }
}
