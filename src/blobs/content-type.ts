import { fileTypeFromBuffer } from "file-type"

/** Kinds of text that nothing runs; of these the sender knows best which it is. */
const plainTexts = new Set(
  "text/plain text/csv text/markdown text/tab-separated-values text/calendar text/vcard application/json".split(
    " ",
  ),
)

/** Documents that are packed as one of the general kinds. */
const packed: Record<string, RegExp> = {
  "application/zip":
    /^application\/(vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-|apple\.)[\w.+-]+|epub\+zip)$/,
  "application/x-cfb": /^application\/(msword|vnd\.ms-[\w.-]+)$/,
}

const played = /^(audio|video)\/[\w.+-]+$/

/** What text may be taken for, by its first letters; and of XML there is more to tell. */
const doubtful = /^(image|audio|video)\/|^application\/(octet-stream|x-msdownload|xml)$/

/** How text begins that a browser might take for a page, a drawing or XML. */
const markup = /^\s*<[a-z!?]/i

/**
 * What content is, by its bytes. The sender's word counts only where it is harmless and fits them: recordings come in
 * containers for films, office documents in zip archives, tables as plain text.
 * @param head the first bytes. @param claim the type the sender gave.
 */
export async function contentTypeOf(head: Buffer, claim: string): Promise<string> {
  const claimed = bare(claim)
  const detected = await fileTypeFromBuffer(head).catch(() => undefined)
  const found = detected ? bare(detected.mime) : "application/octet-stream"
  const text = doubtful.test(found) ? textOf(head) : undefined
  if (text !== undefined) return textTypeOf(text, claimed)
  if (played.test(found) && played.test(claimed)) return claimed
  return packed[found]?.test(claimed) ? claimed : found
}

const bare = (type: string) => (type.split(";")[0] ?? "").trim().toLowerCase()

function textTypeOf(text: string, claimed: string): string {
  if (markup.test(text)) {
    if (/<([a-z]+)/i.exec(text)?.[1]?.toLowerCase() === "svg") return "image/svg+xml"
    return /^\s*<\?xml/i.test(text) ? "application/xml" : "text/html"
  }
  return plainTexts.has(claimed) ? claimed : "text/plain"
}

/** UTF-8 without control characters, but for the last letter, which may be cut off. */
function textOf(head: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what text does not hold
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text
  } catch {}
}
