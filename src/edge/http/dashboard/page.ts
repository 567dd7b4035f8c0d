import { readFile } from "node:fs/promises"
import { join } from "node:path"
import helmet from "@fastify/helmet"
import serveStatic from "@fastify/static"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { sendNotFound } from "../envelope.ts"
import { sameOrigin } from "./api.ts"

/** The built page of the operators' dashboard, which no other page may frame. @param folder where it was built to. */
export async function dashboardPage(app: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  const source = join(folder, "dashboard", "index.html")

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "https:", "http:"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    xFrameOptions: { action: "deny" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    strictTransportSecurity: false,
    referrerPolicy: { policy: "no-referrer" },
  })

  /** Read each time: a page that was built anew names other files. */
  app.get("/dashboard", { config: sameOrigin }, async (request: FastifyRequest, reply: FastifyReply) => {
    const html = await readFile(source, "utf8").catch(() => undefined)
    if (html === undefined) return sendNotFound(request, reply)
    return reply.header("cache-control", "no-store").type("text/html; charset=utf-8").send(html)
  })

  // Built names carry a hash of their content: what is under one name never changes.
  await app.register(serveStatic, { serve: false })
  const assets = join(folder, "dashboard", "assets")
  app.get<{ Params: { file: string } }>(
    "/dashboard-assets/assets/:file",
    { compress: {}, config: sameOrigin },
    (request, reply) => {
      const { file } = request.params
      if (!/^[\w-]+(\.[\w-]+)+$/.test(file)) return sendNotFound(request, reply)
      return reply.sendFile(file, assets, { maxAge: "365d", immutable: true })
    },
  )
}
