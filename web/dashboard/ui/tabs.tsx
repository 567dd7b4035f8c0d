import type { ComponentChildren } from "preact"
import { useId } from "preact/hooks"

interface TabsProps<N extends string> {
  label: string
  tabs: readonly (readonly [N, string])[]
  chosen: NoInfer<N>
  onChoose(name: NoInfer<N>): void
  children: ComponentChildren
}

/** One of several views; arrow keys go from one to the next. */
export function Tabs<N extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<N>) {
  const id = useId()

  function move(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const index = tabs.findIndex(([name]) => name === chosen)
    const next = tabs[(index + step + tabs.length) % tabs.length]
    if (!next) return
    onChoose(next[0])
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next[0]}"]`)?.focus()
  }

  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} tabIndex={-1} onKeyDown={move}>
        {tabs.map(([name, words]) => (
          <button
            key={name}
            type="button"
            role="tab"
            data-tab={name}
            aria-selected={name === chosen}
            aria-controls={id}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onChoose(name)}
          >
            {words}
          </button>
        ))}
      </div>
      <div id={id} role="tabpanel" aria-label={tabs.find(([name]) => name === chosen)?.[1]}>
        {children}
      </div>
    </>
  )
}
