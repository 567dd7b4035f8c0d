import { readFileSync } from "node:fs"
import type { DevicePushes } from "../../config/config.ts"
import type { Clock } from "../../lib/clock.ts"
import type { Outbound } from "../outbound.ts"
import { apnsHosts, makeApns } from "./apns.ts"
import type { Providers } from "./carrier.ts"
import { makeFcm } from "./fcm.ts"
import { readServiceAccount } from "./fcm-account.ts"
import { makeWebPush } from "./web-push.ts"

/** @throws Error with one sentence for each mistake, when credentials cannot be used. */
export function makeProviders(
  config: DevicePushes,
  { clock, outbound, sandbox }: { clock: Clock; outbound: Outbound; sandbox: boolean },
): Providers {
  const { apns, apnsUrl, fcmFile, fcmUrl, vapid, sounds, selfShown } = config
  const providers: Providers = {}
  if (apns) {
    const { voipCertificate, ...key } = apns
    const hosts = apnsHosts({ url: apnsUrl, sandbox })
    const credentials = { ...key, voipCertificate: voipCertificate ?? undefined }
    Object.assign(providers, makeApns(credentials, { hosts, clock, sound: sounds.ios }))
  }
  if (fcmFile !== null) {
    const read = readServiceAccount(textOf(fcmFile))
    if ("mistakes" in read) throw new Error(read.mistakes.join("\n  - "))
    providers.fcm = makeFcm({ account: read.account, url: fcmUrl, style: { sounds, selfShown }, clock })
  }
  if (vapid) providers.web = makeWebPush(vapid, outbound, clock)
  return providers
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    throw new Error(`FCM_FILE names a file that cannot be read (${path})`)
  }
}
