import { useState } from "preact/hooks"
import { nameOf } from "../../state/names.ts"
import { saveProfile } from "../../state/profile.ts"
import { signOut } from "../../state/sign-out.ts"
import { text } from "../../text/text.ts"
import { LeaveIcon } from "../list/icons.tsx"
import { PushSwitch } from "../outside/push-switch.tsx"
import { Confirm } from "../parts/confirm.tsx"
import { Dialog } from "../parts/dialog.tsx"
import { PictureField } from "../room/picture-field.tsx"
import { useChat, useSession } from "../use-chat.ts"
import { LanguageChoice } from "./language-choice.tsx"
import { NicknameForm } from "./nickname-form.tsx"
import { ThemeChoice } from "./theme-choice.tsx"

/** Who the user is to others, and how the page is for them. */
export function ProfileDialog({ onClose }: { onClose(): void }) {
  const session = useSession()
  const me = useChat(state => state.me)
  const [isLeaving, setLeaving] = useState(false)
  return (
    <Dialog title={text.profile.title} onClose={onClose}>
      <div class="room-face">
        <PictureField
          id={me._id}
          name={nameOf(me)}
          picture={me.avatarUrl}
          onPicture={avatarUrl => saveProfile(session, { avatarUrl })}
        />
        <NicknameForm />
      </div>
      <section class="panel-part">
        <LanguageChoice />
        <ThemeChoice />
        <PushSwitch />
      </section>
      <section class="panel-part">
        <button type="button" class="panel-row danger" onClick={() => setLeaving(true)}>
          <span>
            <LeaveIcon />
            {text.profile.signOut}
          </span>
        </button>
      </section>
      {isLeaving && (
        <Confirm
          title={text.profile.signOut}
          words={text.profile.signOutSure}
          yes={text.profile.signOut}
          act={() => signOut(session)}
          onClose={() => setLeaving(false)}
        />
      )}
    </Dialog>
  )
}
