const WEB = new Set(["http:", "https:"])
const OPENED = new Set(["http:", "https:", "tel:", "mailto:"])

/** An address that may be loaded or followed: http, https, or a path of the server. Anything else is undefined. */
export function webUrl(value: unknown): string | undefined {
  return allowed(value, WEB)
}

/** An address that a button of a card may open: also a telephone number or a mail address. */
export function actionUrl(value: unknown): string | undefined {
  const url = allowed(value, OPENED)
  return url?.startsWith("tel:") && !/^tel:\+?[\d().*#%-]{2,40}$/.test(url) ? undefined : url
}

const LONGEST = 8192

/** Stands for the server that the page came from. */
const HERE = "https://server.invalid"

function allowed(value: unknown, protocols: ReadonlySet<string>): string | undefined {
  if (typeof value !== "string" || value.length > LONGEST) return undefined
  if (value.startsWith("/")) return parse(value, HERE)?.origin === HERE ? value : undefined
  const url = parse(value)
  return url && protocols.has(url.protocol) ? url.href : undefined
}

function parse(value: string, base?: string): URL | undefined {
  try {
    return new URL(value, base)
  } catch {
    return undefined
  }
}
