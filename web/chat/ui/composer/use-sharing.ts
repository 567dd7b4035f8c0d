import { useEffect, useState } from "preact/hooks"
import { type SharingRules, sharingRules } from "../../state/sharing-rules.ts"
import { useSession } from "../use-chat.ts"

/** What may be shared here; everything, until the server says otherwise. */
export function useSharing(): SharingRules {
  const session = useSession()
  const [rules, setRules] = useState<SharingRules>({ allowsFiles: true, allowsVoice: true })
  useEffect(() => {
    let isCurrent = true
    void sharingRules(session).then(answer => isCurrent && setRules(answer))
    return () => {
      isCurrent = false
    }
  }, [session])
  return rules
}
