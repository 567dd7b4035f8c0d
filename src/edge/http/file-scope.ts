import type { FastifyInstance } from "fastify"
import type { Api } from "./api.ts"
import { fileRoutes, type Signing } from "./files.ts"
import { acceptForms } from "./forms.ts"
import { stickerRoutes } from "./stickers.ts"

/** Whether every site may read the answers to this address, whatever CORS_ORIGINS says. */
export const isOfFiles = (url: string) => /^\/(files|stickers)\//.test(url)

/** The routes that take and give files. */
export async function fileScope(
  scope: FastifyInstance,
  { api, ...signing }: Signing & { api: Api },
): Promise<void> {
  await acceptForms(scope)
  // Also without Origin: the copy that a browser kept for a picture is read by a later fetch (client-compat.md 5).
  scope.addHook("onRequest", async (_request, reply) => {
    reply.headers({
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "*",
      "x-content-type-options": "nosniff",
    })
  })
  fileRoutes(api.inside(scope), signing)
  stickerRoutes(api.inside(scope))
}
