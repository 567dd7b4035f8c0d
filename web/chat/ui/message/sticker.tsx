import { useState } from "preact/hooks"
import { wordsOf } from "../../state/loose-values.ts"
import { extraOf } from "../../state/message-kinds.ts"
import { webUrl } from "../../state/web-urls.ts"
import { text } from "../../text/text.ts"
import type { Message } from "../../wire/models.ts"
import { useFileUrl } from "./use-file-url.ts"

/** A sticker, from wherever it is found; its word where it is not. */
export function Sticker({ message }: { message: Message }) {
  const [tried, setTried] = useState(0)
  const address = addressesOf(message)[tried]
  const { url, isBroken, onError } = useFileUrl(address)
  if (isBroken) return <span class="sticker-word">{text.kinds.sticker}</span>
  const fail = () => {
    if (addressesOf(message)[tried + 1]) setTried(tried + 1)
    else onError()
  }
  return (
    <span class="sticker">
      {url && <img src={url} alt={text.kinds.sticker} draggable={false} loading="lazy" onError={fail} />}
    </span>
  )
}

/** An address, `<set>-<n>` of a set of the server or of the page's host, `<set>/<file>`, or LINE's number. */
function addressesOf(message: Message): string[] {
  const sticker = wordsOf(message.sticker)
  const url = webUrl(sticker)
  if (url) return [url]
  const file = /^([\w .-]{1,100})\/([\w.-]{1,100})$/.exec(sticker)
  if (file) return [resource(file[1], file[2])]
  const [, set, number] = /^([\w .-]{1,100})-(\d{1,4})$/.exec(sticker) ?? []
  if (set && number)
    return [
      resource(set, `${number.padStart(2, "0")}.png`),
      `/sticker/${encodeURIComponent(set)}/${encodeURIComponent(sticker)}.png`,
    ]
  const { stickerId } = extraOf(message)
  const lines = /^\d{1,20}$/.test(wordsOf(stickerId))
  return lines
    ? [`https://stickershop.line-scdn.net/stickershop/v1/sticker/${wordsOf(stickerId)}/ios/sticker.png`]
    : []
}

function resource(set = "", file = ""): string {
  return `/stickers/res?${new URLSearchParams({ resourceId: `${set}/${file}` })}`
}
