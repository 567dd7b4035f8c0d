import { chooseFiles } from "../../state/chosen-files.ts"
import { sizeText } from "../../state/files.ts"
import { change } from "../../state/session.ts"
import { text } from "../../text/text.ts"
import { useSession } from "../use-chat.ts"

/** Adds files to what is sent next; a sentence names those that are too large. */
export function useChoose(roomId: string): (files: readonly File[]) => Promise<void> {
  const session = useSession()
  return async files => {
    const { tooLarge, mostBytes } = await chooseFiles(session, roomId, files)
    if (tooLarge.length === 0) return
    const names = tooLarge.map(({ name }) => name).join(", ")
    change(session, { notice: text.composer.tooLarge(names, mostBytes ? sizeText(mostBytes) : "") })
  }
}
