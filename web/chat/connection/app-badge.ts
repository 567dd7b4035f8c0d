/** The count on the icon of an installed app; elsewhere the browser does nothing. */
export function showAppBadge(count: number): void {
  const done = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.()
  done?.catch(() => {})
}
