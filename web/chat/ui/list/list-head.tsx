import { useState } from "preact/hooks"
import { text } from "../../text/text.ts"
import { ClientAvatar } from "../parts/avatar.tsx"
import { Lazily } from "../parts/lazily.tsx"
import { useChat } from "../use-chat.ts"
import { NewIcon } from "./icons.tsx"

const loadNew = () => import("./new-conversation.tsx").then(({ NewConversation }) => NewConversation)
const loadProfile = () => import("../profile/profile-dialog.tsx").then(({ ProfileDialog }) => ProfileDialog)

export function ListHead() {
  const me = useChat(state => state.me)
  const [opened, setOpened] = useState<"new" | "profile">()
  const onClose = () => setOpened(undefined)
  return (
    <header class="list-head">
      <h1>{text.rooms}</h1>
      <button
        type="button"
        class="icon-button"
        aria-label={text.list.newConversation}
        title={text.list.newConversation}
        aria-haspopup="dialog"
        onClick={() => setOpened("new")}
      >
        <NewIcon />
      </button>
      <button
        type="button"
        class="me-button"
        aria-label={text.list.profile}
        title={me.nickname || text.list.profile}
        aria-haspopup="dialog"
        onClick={() => setOpened("profile")}
      >
        <ClientAvatar client={me} size="small" />
      </button>
      {opened === "new" && <Lazily load={loadNew} props={{ onClose }} />}
      {opened === "profile" && <Lazily load={loadProfile} props={{ onClose }} />}
    </header>
  )
}
