import { isInApp } from "./native-app.ts"

/** Somebody looks at the page: it is visible and has the focus. A native app's web view may lack the focus. */
export function isAttended(): boolean {
  return document.visibilityState === "visible" && (isInApp || document.hasFocus())
}

export function watchAttention(onChange: (attended: boolean) => void): void {
  const tell = () => onChange(isAttended())
  document.addEventListener("visibilitychange", tell)
  window.addEventListener("focus", tell)
  window.addEventListener("blur", tell)
}
