import { createECDH, ECDH } from "node:crypto"

/** The settings of Web Push as they were written. */
export interface VapidSettings {
  VAPID_PUBLIC_KEY: string | null
  VAPID_PRIVATE_KEY: string | null
  VAPID_SUBJECT: string | null
}

const curve = "prime256v1"
const newPair = "make a pair with npx web-push generate-vapid-keys"

/** @returns one sentence for each mistake; none when all three are right, or none is set (contract: operations.md). */
export function mistakesOfVapid(settings: VapidSettings): string[] {
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT } = settings
  if (!VAPID_PUBLIC_KEY && !VAPID_PRIVATE_KEY && !VAPID_SUBJECT) return []
  if (!VAPID_PUBLIC_KEY || !VAPID_PRIVATE_KEY || !VAPID_SUBJECT)
    return [
      "VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY and VAPID_SUBJECT are only used together: set all three or none",
    ]
  return [...mistakesOfPair(VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY), ...mistakesOfSubject(VAPID_SUBJECT)]
}

function mistakesOfPair(publicKey: string, privateKey: string): string[] {
  const mistakes: string[] = []
  if (!isPoint(publicKey))
    mistakes.push(`VAPID_PUBLIC_KEY must be the 65 bytes of a P-256 public key in base64url: ${newPair}`)
  const belonging = publicKeyOf(privateKey)
  if (!belonging)
    mistakes.push(`VAPID_PRIVATE_KEY must be the 32 bytes of a P-256 private key in base64url: ${newPair}`)
  if (mistakes.length === 0 && belonging !== publicKey)
    mistakes.push(
      `VAPID_PRIVATE_KEY does not belong to VAPID_PUBLIC_KEY: set both of one pair, or ${newPair}`,
    )
  return mistakes
}

function isPoint(text: string): boolean {
  const bytes = bytesOf(text)
  if (bytes?.length !== 65) return false
  try {
    ECDH.convertKey(bytes, curve)
    return true
  } catch {
    return false
  }
}

/** @returns undefined when this is no private key. */
function publicKeyOf(privateKey: string): string | undefined {
  const bytes = bytesOf(privateKey)
  if (bytes?.length !== 32) return
  try {
    const pair = createECDH(curve)
    pair.setPrivateKey(bytes)
    return pair.getPublicKey("base64url")
  } catch {
    return
  }
}

const bytesOf = (text: string) => (/^[\w-]+$/.test(text) ? Buffer.from(text, "base64url") : undefined)

/** Apple's push service takes no token of somebody at `localhost`. */
function mistakesOfSubject(subject: string): string[] {
  const url = URL.parse(subject)
  const mailbox = url?.protocol === "mailto:" && /^[^@\s]+@(?!localhost$)[^@\s]+$/.test(url.pathname)
  const page = url?.protocol === "https:" && url.hostname !== "localhost"
  return mailbox || page
    ? []
    : ["VAPID_SUBJECT must say where push services reach you: mailto:you@example.com, or an https:// address"]
}
