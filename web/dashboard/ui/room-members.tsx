import { useState } from "preact/hooks"
import { nameOf } from "../state/names.ts"
import type { Client, Room } from "../wire/chat.ts"
import { AddMembersDialog } from "./add-members.tsx"
import { Person } from "./avatar.tsx"
import { Confirm } from "./confirm.tsx"
import { useDesk } from "./desk.ts"
import { BanIcon, CloseIcon } from "./icons.tsx"
import { RoomBans } from "./room-bans.tsx"
import { Card } from "./screen.tsx"
import { useAsk } from "./use-ask.ts"

interface RoomMembersProps {
  room: Room
  changed(): void
}

/** Who is in the room, who may not be, and the way in and out. */
export function RoomMembers({ room, changed }: RoomMembersProps) {
  const { api, words, tell } = useDesk()
  const { rooms, act, done, field } = words
  const bans = useAsk(() => api.listBans(room._id))
  const [step, setStep] = useState<"add" | { remove?: Client; ban?: Client }>()
  const close = () => setStep(undefined)
  const { remove, ban } = typeof step === "object" ? step : {}
  const members = room.members ?? []
  const isGroup = room.roomType !== "direct"
  return (
    <Card
      title={field.members}
      hint={rooms.count(members.length)}
      actions={
        isGroup && (
          <button type="button" class="button plain" onClick={() => setStep("add")}>
            {rooms.addMembers}
          </button>
        )
      }
    >
      <ul class="list members">
        {members.map(member => (
          <li key={member._id}>
            <Person client={member} />
            {isGroup && (
              <span class="row-actions">
                <RowButton label={rooms.ban(nameOf(member))} onClick={() => setStep({ ban: member })}>
                  <BanIcon />
                </RowButton>
                <RowButton
                  label={rooms.removeMember(nameOf(member))}
                  onClick={() => setStep({ remove: member })}
                >
                  <CloseIcon />
                </RowButton>
              </span>
            )}
          </li>
        ))}
      </ul>
      <RoomBans roomId={room._id} bans={bans} />
      {step === "add" && <AddMembersDialog roomId={room._id} onClose={close} changed={changed} />}
      {remove && (
        <Confirm
          title={rooms.removeMember(nameOf(remove))}
          sentence={rooms.removeMemberHint}
          label={act.remove}
          onClose={close}
          action={async () => {
            await api.removeMember(room._id, remove._id)
            close()
            tell({ sentence: done.removed })
            changed()
          }}
        />
      )}
      {ban && (
        <Confirm
          title={rooms.ban(nameOf(ban))}
          sentence={rooms.banHint}
          label={rooms.banButton}
          onClose={close}
          action={async () => {
            await api.banMember(room._id, ban._id)
            close()
            tell({ sentence: done.saved })
            void bans.again()
          }}
        />
      )}
    </Card>
  )
}

interface RowButtonProps {
  label: string
  onClick(): void
  children: preact.ComponentChildren
}

function RowButton({ label, onClick, children }: RowButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}
