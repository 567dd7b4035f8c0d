import { readAddress, withoutToken } from "./address.ts"
import type { Storage } from "./storage.ts"

const KEY = "token"

/** A token in the address is stored and leaves the address at once: addresses end up in histories and logs. */
export function takeToken(storage: Storage): string | undefined {
  const { token } = readAddress(location.href)
  if (token) {
    storage.write(KEY, token)
    history.replaceState(history.state, "", withoutToken(location.href))
  }
  return token ?? readToken(storage)
}

const readToken = (storage: Storage) => storage.read(KEY)

export function keepToken(storage: Storage, token: string): void {
  storage.write(KEY, token)
}

export function forgetToken(storage: Storage, token: string): void {
  if (storage.read(KEY) === token) storage.remove(KEY)
}
