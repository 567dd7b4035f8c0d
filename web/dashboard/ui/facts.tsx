import type { ComponentChildren } from "preact"

interface FactsProps {
  facts: readonly (readonly [string, ComponentChildren])[]
  /** All are numbers, to be compared. */
  numbers?: boolean
}

/** Names and what they are. */
export function Facts({ facts, numbers }: FactsProps) {
  return (
    <dl class={numbers ? "facts numbers" : "facts"}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
