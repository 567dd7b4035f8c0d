type Handlers<Events> = { [Name in keyof Events]?: Set<(payload: Events[Name]) => void> }

/** Tells listeners by name. A listener that throws harms neither the others nor what tells them. */
export class Emitter<Events> {
  readonly #handlers: Handlers<Events> = {}

  /** @returns a function that ends it. */
  on<Name extends keyof Events>(name: Name, handler: (payload: Events[Name]) => void): () => void {
    const handlers = this.#handlers[name] ?? new Set()
    this.#handlers[name] = handlers
    handlers.add(handler)
    return () => void handlers.delete(handler)
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const handler of [...(this.#handlers[name] ?? [])]) {
      try {
        handler(payload)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
