import { useMemo, useState } from "preact/hooks"
import type { Message } from "../../wire/models.ts"

export type Question = "recall" | "remove"
export type DialogKind = "info" | "report" | "reactions"

export interface OpenMenu {
  message: Message
  /** Where it opens: an element's edges in the window; the message itself unless given. */
  at?: DOMRect
  /** It begins with this. */
  question?: Question
}

/** What lies over the conversation: one menu, one dialog, a selection. */
export interface Stage {
  openMenu(message: Message, at?: DOMRect, question?: Question): void
  openDialog(kind: DialogKind, message: Message): void
  close(): void
  /** Chooses a message or lets it go; the first begins a selection. */
  select(id: string): void
  endSelection(): void
}

interface StageUse {
  stage: Stage
  menu?: OpenMenu
  dialog?: { kind: DialogKind; message: Message }
  selected?: ReadonlySet<string>
}

export function useStage(): StageUse {
  const [over, setOver] = useState<Pick<StageUse, "menu" | "dialog">>({})
  const [selected, setSelected] = useState<ReadonlySet<string>>()
  const stage = useMemo(
    (): Stage => ({
      openMenu: (message, at, question) => setOver({ menu: { message, at, question } }),
      openDialog: (kind, message) => setOver({ dialog: { kind, message } }),
      close: () => setOver({}),
      select: id =>
        setSelected(before => {
          const only = new Set([id])
          return before?.has(id) ? before.difference(only) : (before ?? new Set()).union(only)
        }),
      endSelection: () => setSelected(undefined),
    }),
    [],
  )
  return { stage, selected, ...over }
}
