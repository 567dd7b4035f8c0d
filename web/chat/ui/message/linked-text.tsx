import { useState } from "preact/hooks"
import { textOf } from "../../state/message-kinds.ts"
import { nameOf } from "../../state/names.ts"
import { foldText, splitText, type TextPart } from "../../state/text-parts.ts"
import { text } from "../../text/text.ts"
import type { Client, Message } from "../../wire/models.ts"

interface LinkedTextProps {
  message: Message
  members: readonly Client[]
  me: string
}

/** Messages whose long text was opened stay open, also after they were out of sight. */
const opened = new Set<string>()

/** Text as it was written: links can be followed, mentions carry names, nothing else has a meaning. */
export function LinkedText({ message, members, me }: LinkedTextProps) {
  const [isOpen, setOpen] = useState(opened.has(message._id))
  const whole = textOf(message)
  const folded = foldText(whole)
  const toggle = () => {
    if (isOpen) opened.delete(message._id)
    else opened.add(message._id)
    setOpen(!isOpen)
  }
  return (
    <>
      <Words words={isOpen ? whole : (folded ?? whole)} names={namesIn(message, members)} me={me} />
      {folded !== undefined && (
        <button type="button" class="link-button fold" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? text.message.showLess : text.message.showMore}
        </button>
      )}
    </>
  )
}

interface WordsProps {
  words: string
  names?: ReadonlyMap<string, string>
  me?: string
}

export function Words({ words, names, me }: WordsProps) {
  return (
    <span class="words" dir="auto">
      {splitText(words, names).map((part, n) => (
        <Part key={n} part={part} me={me} />
      ))}
    </span>
  )
}

function Part({ part, me }: { part: TextPart; me?: string }) {
  if (part.kind === "text") return part.text
  if (part.kind === "code") return <code class="code-block">{part.text}</code>
  if (part.kind === "mention") return <b class={part.id === me ? "mention mine" : "mention"}>{part.text}</b>
  if (part.kind === "contact") return <a href={part.href}>{part.text}</a>
  return (
    <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
      {part.text}
    </a>
  )
}

/** Those whom the message mentions, the people of groups too. */
function namesIn({ mentions }: Message, members: readonly Client[]): ReadonlyMap<string, string> {
  const wanted = new Set(Array.isArray(mentions) ? mentions : [])
  if (wanted.size === 0) return new Map()
  const people = members.flatMap(one => [
    one,
    ...(Array.isArray(one.members) ? (one.members as Client[]) : []),
  ])
  return new Map(people.filter(({ _id }) => wanted.has(_id)).map(one => [one._id, nameOf(one)]))
}
