export interface Store<S> {
  get(): S
  set(change: (state: S) => S): void
  subscribe(listener: () => void): () => void
}

/** A value that tells its listeners when it has been replaced. */
export function createStore<S>(initial: S): Store<S> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set(change) {
      const next = change(state)
      if (next === state) return
      state = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** One function that ends several things. */
export const endAll = (ends: readonly (() => void)[]) => () => {
  for (const end of ends) end()
}
