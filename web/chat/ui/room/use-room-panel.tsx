import type { ComponentChild } from "preact"
import { useState } from "preact/hooks"
import { Lazily } from "../parts/lazily.tsx"

/** The panel of a room, whose code comes when it is first opened. */
export function useRoomPanel(roomId: string): { openPanel(): void; panel: ComponentChild } {
  const [isOpen, setOpen] = useState(false)
  const panel = isOpen && (
    <Lazily
      load={() => import("./room-panel.tsx").then(({ RoomPanel }) => RoomPanel)}
      props={{ roomId, onClose: () => setOpen(false) }}
    />
  )
  return { openPanel: () => setOpen(true), panel }
}
