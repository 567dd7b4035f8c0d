import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"

interface AddMembersProps {
  roomId: string
  onClose(): void
  changed(): void
}

export function AddMembersDialog({ roomId, onClose, changed }: AddMembersProps) {
  const { api, words, tell } = useDesk()
  const { rooms, field, done } = words
  return (
    <Dialog title={rooms.addMembers} onClose={onClose}>
      <Form
        label={rooms.addMembers}
        onCancel={onClose}
        action={async ({ members = "" }) => {
          await api.addMembers(
            roomId,
            members.split(/[\s,]+/).filter(id => id !== ""),
          )
          onClose()
          tell({ sentence: done.saved })
          changed()
        }}
      >
        <Field name="members" label={field.members} hint={rooms.membersHint} required focus code />
      </Form>
    </Dialog>
  )
}
