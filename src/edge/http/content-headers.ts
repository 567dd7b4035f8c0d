/** What browsers may show in place: nothing of it runs. */
const shown =
  /^(audio\/.+|video\/.+|text\/plain|application\/pdf|image\/(jpeg|png|apng|gif|webp|avif|jxl|bmp|heic|heif|tiff))$/

/** What is saved, and may keep its type. The type of anything else could be one that runs. */
const saved =
  /^(image\/[\w.-]+|text\/(csv|markdown|tab-separated-values|calendar|vcard)|application\/(json|rtf|msword|epub\+zip|zip|gzip|x-(tar|7z-compressed|rar-compressed|bzip2)|vnd\.[\w.-]+))$/

/** How strangers' content leaves, so that nothing of it ever runs with our origin's rights. */
export function contentHeaders(mimetype: string, filename: string): Record<string, string> {
  const isShown = shown.test(mimetype)
  const type = isShown || saved.test(mimetype) ? mimetype : "application/octet-stream"
  return {
    "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
    "content-disposition": `${isShown ? "inline" : "attachment"}; ${nameOf(filename)}`,
    "cross-origin-resource-policy": "cross-origin",
    // The viewers of browsers for PDF, which are walled off themselves, do not work within a sandbox.
    ...(type === "application/pdf" ? {} : { "content-security-policy": "sandbox" }),
  }
}

/** The name twice: for old readers, and in full (RFC 6266). */
function nameOf(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, "_")
  const full = encodeURIComponent(filename).replace(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${full}`
}
