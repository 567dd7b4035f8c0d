export interface Storage {
  read(key: string): string | undefined
  write(key: string, value: string): void
  remove(key: string): void
}

/** localStorage under the app's name. Browsers may refuse it inside a foreign frame: then memory serves. */
export function createStorage(appID: string): Storage {
  const memory = new Map<string, string>()
  const inBrowser = <T>(use: (store: globalThis.Storage) => T): T | undefined => {
    try {
      return use(localStorage)
    } catch {
      return undefined
    }
  }
  const full = (key: string) => `${appID}:${key}`
  return {
    read: key => memory.get(key) ?? inBrowser(store => store.getItem(full(key))) ?? undefined,
    write(key, value) {
      memory.set(key, value)
      inBrowser(store => store.setItem(full(key), value))
    },
    remove(key) {
      memory.delete(key)
      inBrowser(store => store.removeItem(full(key)))
    },
  }
}
