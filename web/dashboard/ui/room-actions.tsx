import { useState } from "preact/hooks"
import type { Room } from "../wire/chat.ts"
import { Confirm } from "./confirm.tsx"
import { useAct, useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"
import { go } from "./go.ts"

export function RoomActions({ room, changed }: { room: Room; changed(): void }) {
  const { api, words, tell } = useDesk()
  const { rooms, act, done, field } = words
  const [step, setStep] = useState<"say" | "delete">()
  const close = () => setStep(undefined)
  const run = useAct()
  const frozen = room.status === 0
  const toggle = async () => {
    const sentence = frozen ? rooms.unfreezeDone : rooms.freezeDone
    if (await run(() => api.freezeRoom(room._id, !frozen), sentence)) changed()
  }
  return (
    <>
      <button type="button" class="button primary" onClick={() => setStep("say")}>
        {rooms.say}
      </button>
      <button type="button" class="button plain" onClick={toggle}>
        {frozen ? rooms.unfreeze : rooms.freeze}
      </button>
      <button type="button" class="button plain bad" onClick={() => setStep("delete")}>
        {act.delete}
      </button>
      {step === "say" && (
        <Dialog title={rooms.say} onClose={close}>
          <p class="muted">{rooms.sayHint}</p>
          <Form
            label={act.send}
            onCancel={close}
            action={async ({ text = "" }) => {
              await api.sendSystemMessage(room._id, text)
              close()
              tell({ sentence: done.sent })
              changed()
            }}
          >
            <Field name="text" label={field.message} lines={3} required focus />
          </Form>
        </Dialog>
      )}
      {step === "delete" && (
        <Confirm
          title={rooms.delete}
          sentence={rooms.deleteHint}
          label={rooms.delete}
          typed={room._id}
          onClose={close}
          action={async () => {
            await api.deleteRoom(room._id)
            close()
            tell({ sentence: done.deleted })
            go("rooms")
          }}
        />
      )}
    </>
  )
}
