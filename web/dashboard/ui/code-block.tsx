import { CopyButton } from "./copy-button.tsx"

/** Code that scrolls by itself; one can reach it by keyboard to scroll it. */
export function CodeBlock({ title, code }: { title: string; code: string }) {
  return (
    <figure class="code-block">
      <figcaption>
        {title}
        <CopyButton text={code} of={title} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  )
}
