/** Calls when a browser has the network again or somebody looks at the page. @returns a function that ends it. */
export function watchWake(onWake: () => void): () => void {
  if (typeof document === "undefined" || typeof window === "undefined") return () => {}
  const look = () => {
    if (document.visibilityState === "visible") onWake()
  }
  window.addEventListener("online", onWake)
  document.addEventListener("visibilitychange", look)
  return () => {
    window.removeEventListener("online", onWake)
    document.removeEventListener("visibilitychange", look)
  }
}
