export interface Storage {
  read(key: string): string | undefined
  write(key: string, value: string): void
  remove(key: string): void
}

/** localStorage under the app's name. Browsers may refuse it inside a foreign frame, or be full: then memory serves. */
export function createStorage(appID: string): Storage {
  const memory = new Map<string, string>()
  const full = (key: string) => `${appID}:${key}`
  return {
    // What other tabs have written counts, so memory is asked only for what could not be kept.
    read: key => memory.get(key) ?? inBrowser(store => store.getItem(full(key))) ?? undefined,
    write(key, value) {
      const isKept = inBrowser(store => {
        store.setItem(full(key), value)
        return true
      })
      if (isKept) memory.delete(key)
      else memory.set(key, value)
    },
    remove(key) {
      memory.delete(key)
      inBrowser(store => store.removeItem(full(key)))
    },
  }
}

function inBrowser<T>(use: (store: globalThis.Storage) => T): T | undefined {
  try {
    return use(localStorage)
  } catch {
    return undefined
  }
}
