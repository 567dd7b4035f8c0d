import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"
import { go } from "./go.ts"

export function CreateRoomDialog({ onClose }: { onClose(): void }) {
  const { api, words, tell } = useDesk()
  const { rooms, field, act, done } = words
  return (
    <Dialog title={rooms.create} onClose={onClose}>
      <Form
        label={act.create}
        onCancel={onClose}
        action={async ({ _id, name = "", roomType = "group", members = "" }) => {
          const ids = members.split(/[\s,]+/).filter(id => id !== "")
          const room = await api.createRoom({ ...(_id ? { _id } : {}), name, roomType, members: ids })
          onClose()
          tell({ sentence: done.created })
          go("rooms", room._id)
        }}
      >
        <Field name="name" label={field.name} focus />
        <Field name="_id" label={field.roomId} hint={field.optional} code />
        <Field
          name="roomType"
          label={field.type}
          options={[
            ["group", rooms.group],
            ["direct", rooms.direct],
          ]}
        />
        <Field name="members" label={field.members} hint={rooms.membersHint} required code />
      </Form>
    </Dialog>
  )
}
