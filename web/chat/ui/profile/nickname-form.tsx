import { useState } from "preact/hooks"
import { saveProfile } from "../../state/profile.ts"
import { text } from "../../text/text.ts"
import { useAsking } from "../parts/use-asking.ts"
import { useChat, useSession } from "../use-chat.ts"

export function NicknameForm() {
  const session = useSession()
  const before = useChat(state => state.me.nickname ?? "")
  const [nickname, setNickname] = useState(before)
  const [isSaved, setSaved] = useState(false)
  const { isBusy, failure, ask } = useAsking(text.profile.failed)
  const words = nickname.trim()
  return (
    <form
      class="add-label"
      onSubmit={event => {
        event.preventDefault()
        if (words)
          void ask(
            () => saveProfile(session, { nickname: words }),
            () => setSaved(true),
          )
      }}
    >
      <input
        class="field"
        type="text"
        maxLength={80}
        dir="auto"
        autoComplete="off"
        value={nickname}
        aria-label={text.profile.nickname}
        onInput={event => {
          setNickname(event.currentTarget.value)
          setSaved(false)
        }}
      />
      <button type="submit" class="button small" disabled={isBusy || !words || words === before}>
        {text.profile.save}
      </button>
      <span class="form-state" role="status">
        {isSaved && text.profile.saved}
      </span>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </form>
  )
}
