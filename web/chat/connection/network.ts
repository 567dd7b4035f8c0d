/** Whether the device has a network at all, as far as it knows. */
export const hasNetwork = (): boolean => navigator.onLine

/** @returns a function that ends it. */
export function watchNetwork(onChange: () => void): () => void {
  window.addEventListener("online", onChange)
  window.addEventListener("offline", onChange)
  return () => {
    window.removeEventListener("online", onChange)
    window.removeEventListener("offline", onChange)
  }
}
