import { useDesk } from "../desk.ts"
import { MessageItem } from "../message-item.tsx"
import { Searched } from "../searched.tsx"

const noPage = { totalCount: 0, data: [] }

/** Shorter words are in every message. */
const shortest = 2

export function MessagesScreen({ query }: { query: Record<string, string> }) {
  const { api, words } = useDesk()
  const { messages } = words
  const tooShort = (query.search ?? "").length < shortest
  return (
    <Searched
      screen="messages"
      query={query}
      placeholder={messages.search}
      hint={messages.hint}
      ask={async search => (tooShort ? noPage : api.searchMessages(search))}
      draw={(page, asked) => (
        <>
          {page.data.length === 0 && (
            <p class="empty">{tooShort ? messages.start : words.state.nothingFound}</p>
          )}
          <ul class="list messages">
            {page.data.map(message => (
              <MessageItem key={message._id} message={message} withRoom changed={asked.again} />
            ))}
          </ul>
        </>
      )}
    />
  )
}
