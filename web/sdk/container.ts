/** @throws when a selector is none. */
export function findContainer(wanted?: Element | string): Element | null {
  if (typeof wanted === "string") return document.querySelector(wanted)
  return wanted ?? document.getElementById("imkit-container") ?? document.getElementById("IMKitApp")
}

export function nameContainer(wanted?: Element | string): string {
  return typeof wanted === "string"
    ? `element that matches "${wanted}"`
    : 'element with the id "imkit-container"'
}
