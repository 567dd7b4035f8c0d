import type { ComponentChildren } from "preact"

export interface Tile {
  name: string
  value: ComponentChildren
  hint?: string
  href?: string
  bad?: boolean
}

/** Numbers one sees from afar. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <ul class="tiles">
      {tiles.map(({ name, value, hint, href, bad }) => (
        <li key={name} class={bad ? "tile bad" : "tile"}>
          <span class="tile-name">{href ? <a href={href}>{name}</a> : name}</span>
          <span class="tile-value">{value}</span>
          {hint && <span class="tile-hint">{hint}</span>}
        </li>
      ))}
    </ul>
  )
}
