import { readBootstrap } from "../connection/bootstrap.ts"
import { askPermission, findObstacle, isPermitted, type Obstacle } from "../connection/notifications.ts"
import { forgetAccount, keepAccount, subscribeBrowser, unsubscribeBrowser } from "../connection/push.ts"
import { keyOf, type Session } from "./session.ts"
import { createStore, type Store } from "./store.ts"

/** Whether this browser tells its user of messages, or why it cannot. */
export type PushStanding = Obstacle | "off" | "changing" | "on"

const standings = new WeakMap<Session, Store<PushStanding>>()

export function standingOf(session: Session): Store<PushStanding> {
  const known = standings.get(session)
  if (known) return known
  const made = createStore<PushStanding>(readStanding(session))
  standings.set(session, made)
  return made
}

/** Pushes also come when no page is open; else the open page alone tells of messages. */
export const hasPush = () => readBootstrap().vapidPublicKey !== undefined

/** Permission may be older than the page: then notifications are on until they are switched off. */
export const wantsNotices = (session: Session) =>
  isPermitted() && session.kept.read(choiceKey(session)) !== "off"

/** Only from a click. @throws when the browser's push service or the server refuses. */
export async function startPushes(session: Session): Promise<void> {
  const standing = standingOf(session)
  standing.set(() => "changing")
  try {
    if (!(await askPermission())) return
    await subscribe(session)
    session.kept.write(choiceKey(session), "on")
  } finally {
    standing.set(() => readStanding(session))
  }
}

/** This browser is told of nothing any more. @throws when the server cannot be told. */
export async function stopPushes(session: Session): Promise<void> {
  const standing = standingOf(session)
  standing.set(() => "changing")
  try {
    await unsubscribeBrowser().catch(() => {})
    await session.client.request("POST", "/me/unsubscribe", {
      type: "web",
      deviceId: session.access.deviceId,
    })
    session.kept.write(choiceKey(session), "off")
  } finally {
    standing.set(() => readStanding(session))
  }
}

/** Until the user signs in here again. @throws when the server cannot be told. */
export async function dropPushes({ client, access }: Session): Promise<void> {
  await unsubscribeBrowser().catch(() => {})
  await client.request("POST", "/me/unsubscribe", { type: "web", deviceId: access.deviceId })
}

/**
 * Once the user is known: who wants pushes is registered again, since subscriptions change; for anybody else the
 * subscription of who was here before ends. @returns a function that ends it.
 */
export function followPushes(session: Session): () => void {
  let isSettled = false
  return session.store.subscribe(() => {
    const { phase } = session.store.get()
    if (phase === "signedOut") void forgetAccount()
    if (phase !== "ready" || isSettled) return
    isSettled = true
    settle(session).catch(() => {})
    standingOf(session).set(() => readStanding(session))
  })
}

async function settle(session: Session): Promise<void> {
  if (session.kept.read(choiceKey(session)) === "on" && isPermitted()) await subscribe(session)
  else if (!findObstacle()) await unsubscribeBrowser()
}

async function subscribe({ access, client }: Session): Promise<void> {
  const { vapidPublicKey } = readBootstrap()
  if (!vapidPublicKey) return
  const { url, clientKey, token, deviceId } = access
  const subscription = await subscribeBrowser(vapidPublicKey)
  await client.request("POST", "/me/subscribe", { type: "web", deviceId, token: subscription })
  await keepAccount({ domain: url, clientKey, token, deviceId, vapidPublicKey }).catch(() => {})
}

function readStanding(session: Session): PushStanding {
  const isOn = hasPush()
    ? session.kept.read(choiceKey(session)) === "on" && isPermitted()
    : wantsNotices(session)
  return findObstacle() ?? (isOn ? "on" : "off")
}

const choiceKey = (session: Session) => keyOf(session, "notifications")
