import { useState } from "preact/hooks"
import type { Api } from "../state/session.ts"
import type { Message } from "../wire/chat.ts"
import { useDesk } from "./desk.ts"
import { Loaded } from "./loaded.tsx"
import { MessageItem } from "./message-item.tsx"
import { Card } from "./screen.tsx"
import { useAsk } from "./use-ask.ts"

const limit = 50

/** The newest messages; older ones when asked for. @param heard another moment: something was sent meanwhile. */
export function RoomMessages({ id, heard }: { id: string; heard?: number }) {
  const { api, words } = useDesk()
  const { rooms, act } = words
  const [pages, setPages] = useState(1)
  const asked = useAsk(() => listPages(api, id, pages), `${heard} ${pages}`)
  return (
    <Card title={rooms.messages}>
      <Loaded asked={asked}>
        {messages => (
          <>
            {messages.length === 0 && <p class="empty">{rooms.noMessages}</p>}
            <ul class="list messages">
              {messages.map(message => (
                <MessageItem key={message._id} message={message} changed={asked.again} />
              ))}
            </ul>
            {messages.length >= pages * limit && (
              <div class="card-foot">
                <button
                  type="button"
                  class="button plain"
                  disabled={asked.busy}
                  onClick={() => setPages(pages + 1)}
                >
                  {act.older}
                </button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Card>
  )
}

async function listPages(api: Api, id: string, pages: number): Promise<Message[]> {
  const messages: Message[] = []
  for (let page = 0; page < pages; page += 1) {
    const { data } = await api.listRoomMessages(id, limit, messages.at(-1)?._id)
    messages.push(...data)
    if (data.length < limit) break
  }
  return messages
}
