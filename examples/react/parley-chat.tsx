import { useEffect, useRef } from "react"
import type { ChatHandle, InitOptions } from "./imkit"

type ParleyChatProps = Omit<InitOptions, "container"> & { className?: string }

/** The chat, as large as the element around it. */
export function ParleyChat({ className, ...options }: ParleyChatProps) {
  const place = useRef<HTMLDivElement>(null)
  const chat = useRef<ChatHandle>(undefined)
  // The callbacks of the last drawing are called, so they may be written inline.
  const latest = useRef(options)
  latest.current = options
  const { domain, clientKey, token, roomId, roomTag, autoSelectRoom, darkMode, locale } = options

  // What is missing among the dependencies changes in the chat that is shown, below.
  useEffect(() => {
    let isGone = false
    loadScript(domain).then(() => {
      if (isGone || !place.current) return
      chat.current = window.IMKitUI.init({
        ...latest.current,
        container: place.current,
        onReady: () => latest.current.onReady?.(),
        onUnreadChange: total => latest.current.onUnreadChange?.(total),
        onMessage: message => latest.current.onMessage?.(message),
        onAuthError: () => latest.current.onAuthError?.(),
      })
    }, console.error)
    return () => {
      isGone = true
      chat.current?.destroy()
      chat.current = undefined
    }
  }, [domain, clientKey, roomTag, autoSelectRoom, locale])

  useEffect(() => chat.current?.setToken(token), [token])
  useEffect(() => {
    if (roomId !== undefined) chat.current?.openRoom(roomId)
  }, [roomId])
  useEffect(() => {
    if (darkMode !== undefined) chat.current?.setDarkMode(darkMode)
  }, [darkMode])

  return <div ref={place} className={className} style={{ height: "100%" }} />
}

const scripts = new Map<string, Promise<void>>()

function loadScript(domain: string): Promise<void> {
  const known = scripts.get(domain)
  if (known) return known
  const loaded = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script")
    script.src = `${domain}/sdk/web/latest/imkit.min.js`
    script.onload = () => resolve()
    script.onerror = () => {
      scripts.delete(domain)
      reject(new Error(`The chat's script did not load from ${domain}.`))
    }
    document.head.append(script)
  })
  scripts.set(domain, loaded)
  return loaded
}
