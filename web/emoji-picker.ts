import type { Plugin } from "vite"

const prelude = `const parleyMarkup = globalThis.trustedTypes?.createPolicy("parley-emoji", { createHTML: html => html });
`

/** What the picker does, and how the policy allows the same. */
const changes: [string, string][] = [
  [
    "template.innerHTML = htmlString;",
    "template.innerHTML = parleyMarkup ? parleyMarkup.createHTML(htmlString) : htmlString;",
  ],
  ["parentNode.innerHTML = '';", "parentNode.replaceChildren();"],
  [
    "targetNode.setAttribute(attributeName, newValue);",
    "if (attributeName === 'style') targetNode.style.cssText = newValue; else targetNode.setAttribute(attributeName, newValue);",
  ],
  ["const style = document.createElement('style');", "const style = new CSSStyleSheet();"],
  ["style.textContent = baseStyles + EXTRA_STYLES;", "style.replaceSync(baseStyles + EXTRA_STYLES);"],
  ["this.shadowRoot.appendChild(style);", "this.shadowRoot.adoptedStyleSheets = [style];"],
]

/**
 * Lets the emoji picker work under the page's Content-Security-Policy, which knows no inline styles and makes no markup
 * of text unasked. A version of the picker that is written otherwise ends the build.
 */
export function emojiPickerUnderPolicy(): Plugin {
  return {
    name: "emoji-picker-under-policy",
    transform: {
      filter: { id: /emoji-picker-element\/picker\.js/ },
      handler: code => ({ code: prelude + changes.reduce(change, code), map: null }),
    },
  }
}

function change(code: string, [theirs, ours]: [string, string]): string {
  const parts = code.split(theirs)
  if (parts.length !== 2)
    throw new Error(`The emoji picker has not exactly one "${theirs}": look at it again.`)
  return parts.join(ours)
}
