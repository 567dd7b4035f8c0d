/**
 * Where reports to the embedding page may go. The browser has refused all pages but the allowed ones before this one
 * began, so the parent's origin is one of them wherever the browser tells it.
 * @param ancestors sources of the policy's `frame-ancestors`. @param parent the parent's origin, if it is known.
 */
export function targetsOf(ancestors: string[], parent: string | undefined): string[] {
  if (parent) return [parent]
  const origins = ancestors.map(source => (source === "'self'" ? location.origin : source))
  return origins.every(isOrigin) ? origins : ["*"]
}

/** Pages that are opened as files, or shut into a sandbox, have an origin that nothing can be addressed to. */
export function namedOrigin(origin: string | undefined): string | undefined {
  return origin === "null" || origin?.startsWith("file:") ? undefined : origin
}

function isOrigin(source: string): boolean {
  return !source.includes("*") && URL.parse?.(source)?.origin === source
}
