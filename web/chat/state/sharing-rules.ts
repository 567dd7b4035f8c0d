import type { Session } from "./session.ts"

/** What the operators allow to be shared, as far as they say (contract: openapi Config, featureFlags). */
export interface SharingRules {
  allowsFiles: boolean
  allowsVoice: boolean
  mostBytes?: number
}

const known = new WeakMap<Session, Promise<SharingRules>>()

/** Asked once; a server that does not answer allows everything, and refuses later what it must. */
export function sharingRules(session: Session): Promise<SharingRules> {
  const held = known.get(session)
  if (held) return held
  const asked = session.client.request<Settings>("GET", "/config").then(rulesOf, () => {
    known.delete(session)
    return rulesOf({})
  })
  known.set(session, asked)
  return asked
}

type Settings = Record<string, unknown> & { featureFlags?: Record<string, unknown> }

function rulesOf(settings: Settings): SharingRules {
  const { enableFileSharing, enableVoiceMessage, maxFileSize } = { ...settings, ...settings.featureFlags }
  const mostBytes = Number(maxFileSize)
  return {
    allowsFiles: enableFileSharing !== false,
    allowsVoice: enableVoiceMessage !== false,
    mostBytes: mostBytes > 0 ? mostBytes : undefined,
  }
}
