import type { ComponentChildren } from "preact"

interface PlacardProps {
  icon?: ComponentChildren
  title: string
  hint?: string
  children?: ComponentChildren
}

/** What stands where there is nothing else to show. */
export function Placard({ icon, title, hint, children }: PlacardProps) {
  return (
    <div class="placard">
      {icon && <div class="placard-icon">{icon}</div>}
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  )
}
