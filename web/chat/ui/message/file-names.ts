/** A file's name without the letters that turn the direction of others around: they would hide what it ends with. */
export function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks and bells have no place in a name
  return name.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0000-\u001f]/g, "").slice(0, 300)
}

const KINDS: [string, RegExp][] = [
  ["pdf", /^pdf$/],
  ["picture", /^(jpe?g|png|gif|webp|avif|heic|heif|bmp|tiff?|svg|psd|ai)$/],
  ["sound", /^(mp3|m4a|aac|wav|ogg|opus|flac|amr)$/],
  ["video", /^(mp4|mov|webm|mkv|avi|m4v|3gp)$/],
  ["archive", /^(zip|rar|7z|tar|gz|bz2|xz)$/],
  ["document", /^(docx?|odt|rtf|pages|txt|md)$/],
  ["table", /^(xlsx?|ods|csv|numbers)$/],
  ["slides", /^(pptx?|odp|key)$/],
  ["code", /^(js|ts|json|xml|html?|css|py|rb|go|rs|java|kt|swift|c|cpp|h|sh|sql|ya?ml)$/],
]

/** The kind of a file by how its name ends: it chooses the colour of its icon. */
export function kindOfFile(ending: string): string {
  return KINDS.find(([, endings]) => endings.test(ending))?.[0] ?? "other"
}

/** How a name ends, in small letters; empty when that tells nothing. */
export function endingOf(name: string): string {
  return /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ""
}
