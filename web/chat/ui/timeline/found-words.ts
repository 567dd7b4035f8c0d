const NAME = "found"

/** Marks words in the text of a message, without touching it. Browsers that cannot mark show the message all the same. */
export function markWords(inside: Element, words: string): void {
  if (typeof Highlight === "undefined") return
  const wanted = words.trim().toLowerCase()
  const ranges: Range[] = []
  const nodes = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT)
  for (let node = nodes.nextNode(); node && wanted; node = nodes.nextNode()) {
    const written = node.nodeValue?.toLowerCase() ?? ""
    for (let at = written.indexOf(wanted); at >= 0; at = written.indexOf(wanted, at + wanted.length)) {
      if (at + wanted.length > (node.nodeValue?.length ?? 0)) break
      const range = new Range()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      ranges.push(range)
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges))
}

export function unmarkWords(): void {
  if (typeof Highlight !== "undefined") CSS.highlights.delete(NAME)
}
