import type { ComponentChildren } from "preact"

export type Mood = "good" | "warn" | "bad" | "calm"

export function Pill({ mood = "calm", children }: { mood?: Mood; children: ComponentChildren }) {
  return <span class={`pill ${mood}`}>{children}</span>
}
