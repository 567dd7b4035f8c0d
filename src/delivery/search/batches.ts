import { fold } from "../../lib/grams.ts"
import type { MessageRow } from "../../store/messages.ts"
import { documentOf, type SearchDocument } from "../../store/search.ts"
import { textsOf } from "../../wire/message-texts.ts"

/** Terms of one transaction: so few that whoever sends meanwhile hardly waits. About 60 short messages have them. */
const termsAtOnce = 1_500

/** What one transaction brings into the index, and takes out of it. */
export interface Batch {
  documents: SearchDocument[]
  /** Ids of messages that no search finds any more. */
  gone: string[]
}

export function* batchesOf(messages: Iterable<MessageRow>): Generator<Batch> {
  let batch: Batch = { documents: [], gone: [] }
  let terms = 0
  for (const message of messages) {
    const document = toDocument(message)
    if (document) batch.documents.push(document)
    // What was never changed was never indexed as something else.
    else if (message.updatedAt > message.createdAt) batch.gone.push(message.id)
    terms += document?.terms.length ?? 1
    if (terms < termsAtOnce) continue
    yield batch
    batch = { documents: [], gone: [] }
    terms = 0
  }
  if (batch.documents.length + batch.gone.length > 0) yield batch
}

function toDocument(message: MessageRow): SearchDocument | undefined {
  const texts = textsOf(message.messageType, message.content)
  const folded = texts && fold(`${texts.text}\n${texts.file ?? ""}`)
  return folded ? documentOf(message, folded, texts.file !== null) : undefined
}
