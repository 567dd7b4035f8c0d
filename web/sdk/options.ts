import type { InitOptions } from "./types/imkit.d.ts"

const needed = ["domain", "clientKey", "token"] as const
const callbacks = ["onReady", "onUnreadChange", "onMessage", "onAuthError"] as const

/** What is wrong with the options of `IMKitUI.init`, as a sentence (contract: web, section 1). */
export function findMistake(options: Partial<InitOptions> | undefined): string | undefined {
  const missing = needed.find(name => !options?.[name])
  if (missing) return `the option "${missing}" is missing.`
  const wrong = needed.find(name => typeof options?.[name] !== "string")
  if (wrong) return `the option "${wrong}" must be a text.`
  if (!/^https?:\/\/[^/]/i.test(options?.domain ?? ""))
    return `the option "domain" must be the chat server's address with https:// or http://, not "${options?.domain}".`
  const idle = callbacks.find(name => options?.[name] && typeof options[name] !== "function")
  return idle && `the option "${idle}" must be a function.`
}

/** The chat page's address. What identifies the user goes behind the hash, which is never sent over the network. */
export function frameAddress(options: InitOptions): string {
  const query = new URLSearchParams()
  if (options.roomId) query.set("roomId", options.roomId)
  if (options.roomTag) query.set("roomTag", options.roomTag)
  if (options.autoSelectRoom === false || `${options.autoSelectRoom}` === "0")
    query.set("autoSelectRoom", "0")
  if (options.locale) query.set("locale", options.locale)
  const route = new URLSearchParams({ token: options.token })
  if (options.darkMode !== undefined) route.set("darkMode", `${options.darkMode}`)
  const search = `${query}` && `?${query}`
  return `${options.domain.replace(/\/+$/, "")}/chat${search}#/?${route}`
}
