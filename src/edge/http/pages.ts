import { readFile } from "node:fs/promises"
import { join } from "node:path"
import helmet from "@fastify/helmet"
import serveStatic from "@fastify/static"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { sendNotFound } from "./envelope.ts"

interface Pages {
  /** Folder of the built browser half. */
  folder: string
  frameAncestors: string[]
  /** Of the whole package: names the script that never changes. */
  version: string
  /** What the chat page is told at its start; no secrets. */
  bootstrap: { clientKey: string; appID: string; domain: string; vapidPublicKey?: string }
}

/** The chat page and the script that embeds it (contract: web.md 1 to 3). */
export async function pageRoutes(
  app: FastifyInstance,
  { folder, version, frameAncestors, bootstrap }: Pages,
): Promise<void> {
  const source = join(folder, "chat", "index.html")

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["*", "data:", "blob:"],
        mediaSrc: ["*", "blob:"],
        connectSrc: ["*"],
        fontSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors,
      },
    },
    xFrameOptions: false,
    // Embedding pages and WebViews load the page and the script from other origins.
    crossOriginResourcePolicy: { policy: "cross-origin" },
    crossOriginOpenerPolicy: false,
    strictTransportSecurity: false,
    // The first address carries the token.
    referrerPolicy: { policy: "no-referrer" },
  })

  /** Read each time: a page that was built anew names other files. */
  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const html = await readFile(source, "utf8").catch(() => undefined)
    if (html === undefined) return sendNotFound(request, reply)
    return reply
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(withBootstrap(html, bootstrap))
  }

  app.get("/chat", page)
  app.get("/", (request, reply) =>
    request.headers.accept?.includes("text/html") ? page(request, reply) : sendNotFound(request, reply),
  )

  // Built names carry a hash of their content: what is under one name never changes.
  await app.register(serveStatic, {
    root: join(folder, "chat", "assets"),
    prefix: "/chat-assets/assets/",
    maxAge: "365d",
    immutable: true,
    decorateReply: true,
  })
  const script =
    (options: { maxAge: string; immutable: boolean }) => (_request: FastifyRequest, reply: FastifyReply) =>
      reply.sendFile("imkit.min.js", join(folder, "sdk"), options)
  app.get("/sdk/web/latest/imkit.min.js", script({ maxAge: "5m", immutable: false }))
  app.get(`/sdk/web/${version}/imkit.min.js`, script({ maxAge: "365d", immutable: true }))
}

function withBootstrap(html: string, bootstrap: Pages["bootstrap"]): string {
  const json = JSON.stringify(bootstrap).replaceAll("<", "\\u003c")
  return html.replace(
    "<!--parley-bootstrap-->",
    () => `<script type="application/json" id="parley-bootstrap">${json}</script>`,
  )
}
