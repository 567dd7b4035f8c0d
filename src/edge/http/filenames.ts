/** How names may not look: control characters, and letters that turn the reading direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is left out
const unseen = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

const longest = 255

/** The name of an upload: decoded, since the web SDK encodes it, and without folders. */
export function nameOfUpload(given: string): string {
  const name = decoded(given)
    .replace(/^.*[/\\]/s, "")
    .replace(unseen, "")
    .toWellFormed()
    .trim()
  return /^\.*$/.test(name) ? "file" : name.slice(0, longest).toWellFormed()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
