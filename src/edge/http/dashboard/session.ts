import { ChatError } from "../../../chat/error.ts"
import { operatorOf, signInOperator, signOutOperator } from "../../../chat/operator-sessions.ts"
import { changePassword } from "../../../chat/operators.ts"
import { operatorSignIn, passwordChange } from "../../../wire/bodies/dashboard.ts"
import { type Call, claimOf, type Dashboard } from "./api.ts"
import { clearCookie, readCookie, setCookie } from "./cookies.ts"
import { isSecure } from "./origins.ts"

const nameIn = ({ body }: Call): string => body.name.trim().toLowerCase()

/** Signing in and out, and one's own password. */
export function sessionRoutes({ ctx, read, change }: Dashboard, publicUrl: string | null): void {
  change(
    "POST",
    "/session",
    { act: "session.start", body: operatorSignIn, open: true, target: nameIn, by: nameIn },
    async call => {
      const { request, reply, body } = call
      const token = await signInOperator(ctx, claimOf(request, reply, nameIn(call), body.password))
      // Whoever was signed in before on this browser is no more.
      await signOutOperator(ctx, readCookie(request))
      setCookie(reply, token, isSecure(request, publicUrl))
      return { name: await operatorOf(ctx, token) }
    },
  )

  read("/session", {}, async ({ operator }) => ({ name: operator }))

  change("DELETE", "/session", { act: "session.end" }, async ({ request, reply, token }) => {
    await signOutOperator(ctx, token)
    clearCookie(reply, isSecure(request, publicUrl))
    return {}
  })

  change("POST", "/password", { act: "password.change", body: passwordChange }, async call => {
    if (call.body.next === call.body.current)
      throw new ChatError("INVALID_PARAMETER", "The new password must be another one.")
    await changePassword(ctx, call.claim(call.body.current), call.body.next, call.token)
    return {}
  })
}
