import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"

interface ScreenProps {
  title: string
  hint?: ComponentChildren
  /** Buttons for the whole screen. */
  actions?: ComponentChildren
  children: ComponentChildren
}

/** Whoever comes to a screen hears its name first. */
export function Screen({ title, hint, actions, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      <header class="screen-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {hint && <p class="muted">{hint}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </>
  )
}

interface CardProps {
  title?: string
  hint?: string
  actions?: ComponentChildren
  children: ComponentChildren
}

/** A part of a screen that belongs together. */
export function Card({ title, hint, actions, children }: CardProps) {
  return (
    <section class="card" aria-label={title}>
      {title && (
        <header class="card-head">
          <div>
            <h2>{title}</h2>
            {hint && <p class="muted">{hint}</p>}
          </div>
          {actions && <div class="actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
