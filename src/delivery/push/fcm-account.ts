import { createPrivateKey, type KeyObject } from "node:crypto"

/** Who sends, by the service account file of a Firebase project (contract: push.md 7, operations.md FCM_FILE). */
export interface ServiceAccount {
  projectId: string
  clientEmail: string
  privateKey: KeyObject
  /** Which of the account's keys it is; not every file says so. */
  keyId?: string
  /** Where access tokens are asked for. */
  tokenUri: string
}

const advice = "download it in the Firebase console: project settings, service accounts, new private key"

/**
 * Reads the content of FCM_FILE.
 * @returns the account, or one sentence for each mistake; none of them repeats what the file holds.
 */
export function readServiceAccount(text: string): { account: ServiceAccount } | { mistakes: string[] } {
  const file = parse(text)
  if (!file) return { mistakes: [`FCM_FILE must hold the JSON of a service account: ${advice}`] }
  const mistakes: string[] = []
  const field = (name: string) => {
    const value = file[name]
    if (typeof value === "string" && value.trim() !== "") return value.trim()
    mistakes.push(`FCM_FILE has no \`${name}\`: it must be the file of a service account (${advice})`)
    return ""
  }
  const [projectId, clientEmail, pem] = [field("project_id"), field("client_email"), field("private_key")]
  const tokenUri = field("token_uri")
  const privateKey = rsaKey(pem)
  if (pem && !privateKey)
    mistakes.push(`\`private_key\` of FCM_FILE must be an RSA key of 2048 bits or more in PEM: ${advice}`)
  if (tokenUri && !/^https?:$/.test(URL.parse(tokenUri)?.protocol ?? ""))
    mistakes.push("`token_uri` of FCM_FILE must be a URL, usually https://oauth2.googleapis.com/token")
  if (!privateKey || mistakes.length > 0) return { mistakes }
  const keyId = typeof file.private_key_id === "string" ? file.private_key_id : undefined
  return { account: { projectId, clientEmail, privateKey, keyId, tokenUri } }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text)
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return
  }
}

function rsaKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem)
    const bits = key.asymmetricKeyType === "rsa" ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0
    return bits >= 2048 ? key : undefined
  } catch {
    return
  }
}
