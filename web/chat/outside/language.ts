import type { Storage } from "../connection/storage.ts"
import { language, loadLanguage } from "../text/text.ts"

/** Speaks as the address says, else as the user chose on this device, else as the browser does. */
export async function speak(storage: Storage, asked?: string): Promise<void> {
  const chosen = asked ?? storage.read("language")
  const wanted = [chosen, ...navigator.languages].filter(name => name !== undefined)
  // Words that could not be fetched leave the page in English.
  await loadLanguage(wanted).catch(() => {})
  document.documentElement.lang = language
}
