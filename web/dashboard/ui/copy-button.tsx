import { useEffect, useState } from "preact/hooks"
import { useDesk } from "./desk.ts"
import { CheckIcon, CopyIcon } from "./icons.tsx"

const shownMs = 2500

/** Says itself that it has copied: a dialog hides what stands outside it. @param of what is copied, for those who listen. */
export function CopyButton({ text, of }: { text: string; of: string }) {
  const { words, copy } = useDesk()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={`${words.act.copy}: ${of}`}
        title={words.act.copy}
        onClick={async () => setCopied(await copy(text))}
      >
        {copied ? <CheckIcon /> : <CopyIcon />}
      </button>
      <span class="unseen" role="status">
        {copied && words.done.copied}
      </span>
    </>
  )
}

/** A value to be copied, whole. */
export function Copyable({ text, of }: { text: string; of: string }) {
  return (
    <span class="copyable">
      <code>{text}</code>
      <CopyButton text={text} of={of} />
    </span>
  )
}
