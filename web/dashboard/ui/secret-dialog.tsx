import { Copyable } from "./copy-button.tsx"
import { useDesk } from "./desk.ts"
import { Dialog } from "./dialog.tsx"

interface SecretDialogProps {
  title: string
  hint: string
  secrets: readonly (readonly [string, string])[]
  /** A page that a secret opens. */
  link?: readonly [string, string]
  onClose(): void
}

/** Shows what is not shown again. */
export function SecretDialog({ title, hint, secrets, link, onClose }: SecretDialogProps) {
  const { words } = useDesk()
  return (
    <Dialog title={title} onClose={onClose}>
      <p class="notice">{hint}</p>
      {secrets.map(([name, value]) => (
        <div key={name} class="secret">
          <span class="secret-name">{name}</span>
          <Copyable text={value} of={name} />
        </div>
      ))}
      <div class="form-buttons">
        {link && (
          <a class="button plain" href={link[1]} target="_blank" rel="noopener noreferrer">
            {link[0]}
          </a>
        )}
        <button type="button" class="button primary" onClick={onClose}>
          {words.act.close}
        </button>
      </div>
    </Dialog>
  )
}
