import type { FastifyRequest } from "fastify"
import { ChatError } from "../../../chat/error.ts"

/** What our own page sends with every call that changes something; other sites would have to be allowed to. */
const pageHeader = "x-parley-dashboard"

/** Whether the browser came by https: to this server, or to the proxy that PUBLIC_URL names. */
export function isSecure(request: FastifyRequest, publicUrl: string | null): boolean {
  const known = publicUrl === null ? null : new URL(publicUrl)
  return request.protocol === "https" || (known?.protocol === "https:" && known.host === request.host)
}

/** Refuses what another site has a browser send. @throws ChatError FOREIGN_ORIGIN */
export function checkOwnPage({ headers, host }: FastifyRequest, publicUrl: string | null): void {
  if (headers[pageHeader] !== "1")
    throw new ChatError(
      "FOREIGN_ORIGIN",
      "Calls that change something need the header X-Parley-Dashboard: 1.",
    )
  const { origin } = headers
  if (origin === undefined) return
  const from = URL.parse(origin)
  const isPublic = publicUrl !== null && URL.parse(publicUrl)?.origin === origin
  // The port may be left out where it is the usual one.
  if (!isPublic && (from === null || from.host !== URL.parse(`${from.protocol}//${host}`)?.host))
    throw new ChatError("FOREIGN_ORIGIN", "Pages of other origins may not call the dashboard.")
}
