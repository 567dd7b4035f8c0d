import type { Session } from "../state/session.ts"
import { text } from "../text/text.ts"
import { Announcer } from "./announcer.tsx"
import { ConnectionBar } from "./connection-bar.tsx"
import { GalleryHost } from "./message/gallery-host.tsx"
import { Panes } from "./panes.tsx"
import { CloudOffIcon, LockIcon } from "./parts/icons.tsx"
import { Placard } from "./parts/placard.tsx"
import { PageSkeleton } from "./skeleton.tsx"
import { SessionContext, useChat, useSession } from "./use-chat.ts"

export function App({ session }: { session?: Session }) {
  if (!session) return <SignedOut />
  return (
    <SessionContext.Provider value={session}>
      <Page />
    </SessionContext.Provider>
  )
}

function Page() {
  const session = useSession()
  const phase = useChat(state => state.phase)
  const language = useChat(state => state.language)
  if (phase === "signedOut") return <SignedOut />
  if (phase === "starting") return <PageSkeleton />
  if (phase === "failed") {
    return (
      <main class="page">
        <Placard icon={<CloudOffIcon />} title={text.failed} hint={text.failedHint}>
          <button type="button" class="button" onClick={() => session.client.connect()}>
            {text.tryAgain}
          </button>
        </Placard>
      </main>
    )
  }
  return (
    <div class="page" key={language}>
      <ConnectionBar />
      <Panes />
      <GalleryHost />
      <Announcer />
    </div>
  )
}

function SignedOut() {
  return (
    <main class="page">
      <h1 class="unseen">{text.appTitle}</h1>
      <Placard icon={<LockIcon />} title={text.signedOut} hint={text.signedOutHint} />
    </main>
  )
}
