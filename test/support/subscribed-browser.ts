import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from "node:crypto"

/** The keys of a browser's push subscription, and what it does with a push (RFC 8291, RFC 8188). */
export interface SubscribedBrowser {
  keys: { p256dh: string; auth: string }
  /** @throws when the push was not written for these keys. */
  decrypt: (push: Buffer) => string
}

/** @param privateKey and @param auth base64url; made when absent. */
export function makeBrowser(privateKey?: string, auth = randomBytes(16).toString("base64url")) {
  const pair = createECDH("prime256v1")
  if (privateKey) pair.setPrivateKey(privateKey, "base64url")
  else pair.generateKeys()
  const browser: SubscribedBrowser = {
    keys: { p256dh: pair.getPublicKey("base64url"), auth },
    decrypt: push => decrypt(push, pair, Buffer.from(auth, "base64url")),
  }
  return browser
}

const derive = (secret: Buffer, salt: Buffer, info: Buffer | string, bytes: number) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, bytes))

function decrypt(push: Buffer, pair: ECDH, auth: Buffer): string {
  const salt = push.subarray(0, 16)
  const recordSize = push.readUInt32BE(16)
  const sender = push.subarray(21, 21 + push.readUInt8(20))
  const record = push.subarray(21 + sender.length)
  if (record.length > recordSize) throw new Error("a push must be one record")
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), pair.getPublicKey(), sender])
  const secret = derive(pair.computeSecret(sender), auth, info, 32)
  const key = derive(secret, salt, "Content-Encoding: aes128gcm\0", 16)
  const nonce = derive(secret, salt, "Content-Encoding: nonce\0", 12)
  const cipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
  const end = padded.findLastIndex(byte => byte !== 0)
  if (padded[end] !== 2) throw new Error("the text has no end mark")
  return padded.toString("utf8", 0, end)
}
