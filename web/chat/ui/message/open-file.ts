import { filePath, signFile } from "../../state/files.ts"
import type { Session } from "../../state/session.ts"

/** Has the browser save a file, or show it in a tab of its own, by an address that was signed just now. @throws when it may not be read. */
export async function openFile(session: Session, address: string, name: string): Promise<void> {
  const path = filePath(address)
  const url = path ? await signFile(session, path) : address
  if (url === undefined) throw new Error("not readable")
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.rel = "noopener noreferrer"
  if (new URL(url, location.href).origin !== location.origin) link.target = "_blank"
  document.body.append(link)
  link.click()
  link.remove()
}
