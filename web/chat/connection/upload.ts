/** No piece of a file was taken for so long: the connection is dead, whatever the browser says. */
const SILENT_MS = 60_000

export interface FormPost {
  url: string
  headers: Record<string, string>
  form: FormData
  /** How much of it is on the server, 0 to 1. */
  onProgress?(share: number): void
  signal?: AbortSignal
}

export interface FormAnswer {
  /** 0 when the server was not reached. */
  status: number
  text: string
}

/** Sends a form and tells how far it is, which `fetch` cannot. Rejects only when the signal ends it. */
export function postForm({ url, headers, form, onProgress, signal }: FormPost): Promise<FormAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const request = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout>
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), SILENT_MS)
    }
    const end = () => request.abort()
    request.upload.onprogress = ({ loaded, total }) => {
      wait()
      if (total > 0) onProgress?.(loaded / total)
    }
    request.onloadend = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", end)
      if (signal?.aborted) reject(signal.reason)
      else resolve({ status: request.status, text: request.responseText })
    }
    signal?.addEventListener("abort", end)
    request.open("POST", url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    wait()
    request.send(form)
  })
}
