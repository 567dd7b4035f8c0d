import { useRef, useState } from "preact/hooks"
import { text } from "../../text/text.ts"
import { FileIcon, PlaceIcon } from "../parts/icons.tsx"
import { Menu } from "../parts/menu.tsx"
import { AttachIcon, PhotoIcon } from "./icons.tsx"
import { Later } from "./later.tsx"

const loadLocation = () => import("./location-dialog.tsx").then(({ LocationDialog }) => LocationDialog)

interface AttachMenuProps {
  roomId: string
  onFiles(files: readonly File[]): void
}

export function AttachMenu({ roomId, onFiles }: AttachMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const [isLocating, setLocating] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const media = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const items = [
    { label: text.composer.photoOrVideo, icon: <PhotoIcon />, act: () => media.current?.click() },
    { label: text.composer.file, icon: <FileIcon />, act: () => files.current?.click() },
    { label: text.composer.location, icon: <PlaceIcon />, act: () => setLocating(true) },
  ]
  const take = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const taken = [...(currentTarget.files ?? [])]
    // Else the same file could not be chosen again.
    currentTarget.value = ""
    if (taken.length > 0) onFiles(taken)
  }
  return (
    <span class="composer-anchor">
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={text.composer.attach}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <AttachIcon />
      </button>
      <input ref={media} type="file" accept="image/*,video/*" multiple hidden onChange={take} />
      <input ref={files} type="file" multiple hidden onChange={take} />
      {isOpen && <Menu label={text.composer.attach} items={items} onClose={() => setOpen(false)} />}
      {isLocating && (
        <Later
          load={loadLocation}
          roomId={roomId}
          onClose={() => {
            setLocating(false)
            button.current?.focus()
          }}
        />
      )}
    </span>
  )
}
