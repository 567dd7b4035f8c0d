import type { Content } from "../../../client/src/index.ts"
import { type Loose, objectOf, wordsOf } from "./loose-values.ts"
import { actionUrl } from "./web-urls.ts"

/** What touching a part of a card does. */
export type CardAction =
  | { kind: "open"; url: string; label: string }
  | { kind: "say"; content: Content; label: string }
  | { kind: "copy"; words: string; label: string }

const LONGEST_WORDS = 5000
const LONGEST_DATA = 10_000

/** The action that a card names; undefined for none, and for what this page does not do. */
export function readAction(value: unknown): CardAction | undefined {
  const action = objectOf(value)
  const label = wordsOf(action.label)
  switch (action.type) {
    case "uri":
      return opening(action.uri ?? action.linkUri ?? objectOf(action.altUri).desktop, label)
    case "message":
    case "text":
      return saying({ message: wordsOf(action.text) }, label)
    case "postback":
      return postback(action, label)
    case "clipboard":
      return copying(wordsOf(action.clipboardText), label)
    default:
      return undefined
  }
}

function opening(address: unknown, label: string): CardAction | undefined {
  const url = actionUrl(address)
  return url === undefined ? undefined : { kind: "open", url, label: label || url }
}

function saying({ message, ...more }: Content, label: string): CardAction | undefined {
  const words = wordsOf(message).slice(0, LONGEST_WORDS)
  if (words.trim() === "") return undefined
  return { kind: "say", label: label || words, content: { messageType: "text", message: words, ...more } }
}

/** Its data go with the words, so that a robot that hears the message can tell which button it was. */
function postback(action: Loose, label: string): CardAction | undefined {
  const message = wordsOf(action.displayText) || wordsOf(action.text) || label
  return saying(
    { message, extra: { postback: { data: wordsOf(action.data).slice(0, LONGEST_DATA) } } },
    label,
  )
}

function copying(words: string, label: string): CardAction | undefined {
  return words === "" ? undefined : { kind: "copy", words, label: label || words }
}
