import { RequestError } from "../../../client/src/index.ts"
import { change, type Session } from "./session.ts"

/** Why something could not be done: the server's own sentence if it said no, else ours. */
export function sentenceOf(error: unknown, failure: string): string {
  return error instanceof RequestError && error.isFinal ? error.message : failure
}

/** Does what the user asked for; a refusal is shown in the server's words. @returns whether it was done. */
export async function ask(session: Session, failure: string, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act()
    if (session.store.get().notice) change(session, { notice: undefined })
    return true
  } catch (error) {
    change(session, { notice: sentenceOf(error, failure) })
    return false
  }
}
