import { type Api, createApi } from "../connection/api.ts"
import { createRequest } from "../connection/request.ts"

export type { Api }

/** @param signedOut hears when a call was refused because nobody is signed in. */
export const openSession = (signedOut: () => void): Api => createApi(createRequest(signedOut))

/** Who is signed in by cookie; undefined for nobody. @throws Refusal when the server cannot be asked. */
export async function findOperator(api: Api): Promise<string | undefined> {
  try {
    return (await api.whoAmI()).name
  } catch (error) {
    if ((error as { code?: string }).code === "OPERATOR_SIGNED_OUT") return undefined
    throw error
  }
}
