import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { roomName } from "../../state/names.ts"
import { isNarrow } from "../../state/navigation.ts"
import { text } from "../../text/text.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Lazily } from "../parts/lazily.tsx"
import { Menu } from "../parts/menu.tsx"
import { LeaveDialog } from "../room/leave-dialog.tsx"
import { useChat } from "../use-chat.ts"
import { useRoomActs } from "./use-room-acts.tsx"

export interface MenuPlace {
  roomId: string
  x: number
  y: number
}

const loadLabels = () => import("./room-labels.tsx").then(({ RoomLabels }) => RoomLabels)

/** What one can do with a room of the list: at the pointer, or on a phone from below. */
export function RoomMenu({ roomId, x, y, onClose }: MenuPlace & { onClose(): void }) {
  const room = useChat(state => state.rooms.get(roomId))
  const me = useChat(state => state.me._id)
  const [next, setNext] = useState<"labels" | "leave">()
  const acts = useRoomActs(roomId, setNext)
  const close = () => {
    onClose()
    document.querySelector<HTMLElement>(`.room-row[data-room="${CSS.escape(roomId)}"]`)?.focus()
  }
  if (!room) return null
  if (next === "labels") return <Lazily load={loadLabels} props={{ roomId, onClose: close }} />
  if (next === "leave") return <LeaveDialog room={room} onClose={close} />
  if (!isNarrow()) return <AtPointer x={x} y={y} acts={acts} onClose={close} />
  return (
    <Dialog title={roomName(room, me) || text.unnamedRoom} onClose={close}>
      <div class="sheet-items">
        {acts.map(({ label, icon, isDanger, stays, act }) => (
          <button
            key={label}
            type="button"
            class={isDanger ? "menu-item danger" : "menu-item"}
            onClick={() => {
              if (!stays) close()
              act()
            }}
          >
            {icon}
            {label}
          </button>
        ))}
      </div>
    </Dialog>
  )
}

interface AtPointerProps extends Omit<MenuPlace, "roomId"> {
  acts: ReturnType<typeof useRoomActs>
  onClose(): void
}

/** From the window's edges. */
const EDGE_PX = 8

/** The menu turns upwards by itself near the lower edge; it is pushed aside here at the others. */
function AtPointer({ x, y, acts, onClose }: AtPointerProps) {
  const anchor = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = anchor.current?.firstElementChild?.getBoundingClientRect()
    if (!box || !anchor.current) return
    const aside = Math.min(0, window.innerWidth - EDGE_PX - box.right) + Math.max(0, EDGE_PX - box.left)
    if (aside) anchor.current.style.left = `${x + aside}px`
  }, [])
  return (
    <div class="menu-anchor" ref={anchor} style={{ left: `${x}px`, top: `${y}px` }}>
      <Menu label={text.list.options} items={acts} onClose={onClose} />
    </div>
  )
}
