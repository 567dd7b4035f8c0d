/** What a service worker finds around it; the DOM's types know only pages. */
interface WorkerScope {
  registration: ServiceWorkerRegistration
  location: Location
  clients: {
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<readonly PageWindow[]>
    openWindow(url: string): Promise<unknown>
    claim(): Promise<void>
  }
  skipWaiting(): Promise<void>
  addEventListener<Name extends keyof WorkerEvents>(
    name: Name,
    listener: (event: WorkerEvents[Name]) => void,
  ): void
}

export interface PageWindow {
  url: string
  focused: boolean
  visibilityState: "visible" | "hidden"
  focus(): Promise<PageWindow>
  postMessage(message: unknown): void
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void
}

interface WorkerEvents {
  install: Lasting
  activate: Lasting
  push: Lasting & { data: { text(): string } | null }
  notificationclick: Lasting & { notification: Notification }
  pushsubscriptionchange: Lasting & {
    oldSubscription: PushSubscription | null
    newSubscription: PushSubscription | null
  }
}

export const scope = self as unknown as WorkerScope
