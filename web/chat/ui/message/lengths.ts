/** The length of a recording: minutes and seconds; empty when it is not known. */
export function lengthText(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return ""
  const whole = Math.floor(seconds)
  const clock = [Math.floor(whole / 60) % 60, whole % 60]
  const hours = Math.floor(whole / 3600)
  const parts = hours > 0 ? [hours, ...clock] : clock
  return parts.map((part, n) => (n === 0 ? String(part) : String(part).padStart(2, "0"))).join(":")
}
