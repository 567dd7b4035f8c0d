import type { Message, RoomView } from "../../wire/models.ts"
import { Lazily } from "../parts/lazily.tsx"
import type { DialogKind, OpenMenu, Stage } from "./use-stage.ts"

const loadMenu = () => import("../message/message-menu.tsx").then(({ MessageMenu }) => MessageMenu)

const dialogs = {
  info: () => import("../message/receipts-dialog.tsx").then(({ ReceiptsDialog }) => ReceiptsDialog),
  report: () => import("../message/report-message.tsx").then(({ ReportMessage }) => ReportMessage),
  reactions: () => import("../message/reactions-dialog.tsx").then(({ ReactionsDialog }) => ReactionsDialog),
}

interface OverlaysProps {
  room: RoomView
  stage: Stage
  menu?: OpenMenu
  dialog?: { kind: DialogKind; message: Message }
  /** The message as it is now. */
  latest(message: Message): Message
  onClose(message: Message): void
}

/** The menu and the dialogs of one message; their code comes with the first. */
export function Overlays({ room, stage, menu, dialog, latest, onClose }: OverlaysProps) {
  const message = menu?.message ?? dialog?.message
  if (!message) return null
  const close = () => onClose(message)
  const shared = { room, message: latest(message), onClose: close }
  return (
    <div class="timeline-overlays">
      {menu && (
        <Lazily
          key={`${message._id} menu`}
          load={loadMenu}
          props={{ ...shared, stage, at: menu.at, question: menu.question }}
        />
      )}
      {dialog && <Lazily key={dialog.kind} load={dialogs[dialog.kind]} props={shared} />}
    </div>
  )
}
