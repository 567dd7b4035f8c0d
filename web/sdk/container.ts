export function findContainer(wanted?: Element | string): Element | null {
  if (typeof wanted === "string") return document.querySelector(wanted)
  return wanted ?? document.getElementById("imkit-container") ?? document.getElementById("IMKitApp")
}
