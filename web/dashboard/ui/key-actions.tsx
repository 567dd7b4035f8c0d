import { useState } from "preact/hooks"
import type { KeyKind, KeyRotation, KeyShown } from "../wire/models.ts"
import { Confirm } from "./confirm.tsx"
import { useDesk } from "./desk.ts"
import { Field } from "./field.tsx"
import { PasswordDialog } from "./password-dialog.tsx"
import { SecretDialog } from "./secret-dialog.tsx"

const overlaps = [0, 1, 24, 72, 168, 720]

interface KeyActionsProps {
  kind: KeyKind
  /** Set where the server is started: it cannot be rotated here. */
  fixed: boolean
  changed(): void
}

export function KeyActions({ kind, fixed, changed }: KeyActionsProps) {
  const { api, words, formats } = useDesk()
  const { keys } = words
  const [step, setStep] = useState<"show" | "rotate">()
  const [value, setValue] = useState<string>()
  const [made, setMade] = useState<KeyRotation>()
  const close = () => setStep(undefined)
  const spanOf = (hours: number) => {
    if (hours === 0) return keys.overlapEnd
    return hours < 24 ? keys.hours(hours) : keys.days(hours / 24)
  }
  return (
    <>
      {kind === "apiKey" && (
        <button type="button" class="button plain" onClick={() => setStep("show")}>
          {keys.show}
        </button>
      )}
      {!fixed && (
        <button type="button" class="button plain" onClick={() => setStep("rotate")}>
          {keys.rotate}
        </button>
      )}
      {step === "show" && (
        <PasswordDialog
          title={keys.apiKey}
          label={keys.show}
          hint={keys.apiKeyHint}
          onClose={close}
          action={async ({ password = "" }) => setValue((await api.revealApiKey(password)).value)}
        />
      )}
      {step === "rotate" && (
        <PasswordDialog
          title={keys.rotateTitle(keys[kind])}
          label={keys.rotate}
          hint={keys.rotateHint}
          onClose={close}
          action={async ({ password = "", hours }) => {
            setMade(await api.rotateKey(kind, password, Number(hours)))
            changed()
          }}
        >
          <Field
            name="hours"
            label={keys.overlap}
            value="24"
            options={overlaps.map(hours => [`${hours}`, spanOf(hours)])}
          />
        </PasswordDialog>
      )}
      {value && (
        <SecretDialog
          title={keys.apiKey}
          hint={keys.apiKeyHint}
          secrets={[[keys.apiKey, value]]}
          onClose={() => setValue(undefined)}
        />
      )}
      {made && (
        <SecretDialog
          title={keys.newKey}
          hint={`${keys.once} ${keys.onceHint} ${keys.oldUntil(formats.dateTime(made.previousValidUntil))}`}
          secrets={[[keys[kind], made.value]]}
          onClose={() => setMade(undefined)}
        />
      )}
    </>
  )
}

interface PreviousKeyProps {
  kind: KeyKind
  previous: NonNullable<KeyShown["previous"]>
  changed(): void
}

/** The old key, for as long as it works beside the new one. */
export function PreviousKey({ kind, previous, changed }: PreviousKeyProps) {
  const { api, words, formats, tell } = useDesk()
  const { keys } = words
  const [ending, setEnding] = useState(false)
  return (
    <div class="notice previous-key">
      <p>
        {keys.oldUntil(formats.dateTime(previous.validUntil))}{" "}
        <code>{previous.masked ?? previous.value}</code>
      </p>
      <button type="button" class="button plain" onClick={() => setEnding(true)}>
        {keys.endNow}
      </button>
      {ending && (
        <Confirm
          title={keys.endTitle}
          sentence={keys.endHint}
          label={keys.endNow}
          onClose={() => setEnding(false)}
          action={async () => {
            await api.endPreviousKey(kind)
            setEnding(false)
            tell({ sentence: keys.ended })
            changed()
          }}
        />
      )}
    </div>
  )
}
