import { readFile } from "node:fs/promises"
import { join } from "node:path"
import helmet from "@fastify/helmet"
import serveStatic from "@fastify/static"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { sendNotFound } from "./envelope.ts"
import { pageHeaders, permissionsPolicy } from "./page-headers.ts"
import { manifestOf } from "./page-manifest.ts"

interface Pages {
  /** Folder of the built browser half. */
  folder: string
  frameAncestors: string[]
  /** Of the whole package: names the script that never changes. */
  version: string
  /** What the chat page is told at its start; no secrets. */
  bootstrap: () => Promise<{ clientKey: string; appID: string; domain: string; vapidPublicKey?: string }>
}

/** The chat page, its worker, and the script that embeds it (contract: web.md 1 to 3, 6). */
export async function pageRoutes(app: FastifyInstance, pages: Pages): Promise<void> {
  const { folder, frameAncestors, bootstrap } = pages
  const source = join(folder, "chat", "index.html")
  await app.register(helmet, pageHeaders(frameAncestors))

  /** Read each time: a page that was built anew names other files. */
  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const html = await readFile(source, "utf8").catch(() => undefined)
    if (html === undefined) return sendNotFound(request, reply)
    return reply
      .header("cache-control", "no-store")
      .header("permissions-policy", permissionsPolicy)
      .type("text/html; charset=utf-8")
      .send(withBootstrap(html, { ...(await bootstrap()), frameAncestors }))
  }

  app.get("/chat", page)
  app.get("/", (request, reply) =>
    request.headers.accept?.includes("text/html") ? page(request, reply) : sendNotFound(request, reply),
  )

  await assetRoutes(app, folder)
  app.get("/manifest.webmanifest", async (_request, reply) =>
    reply
      .type("application/manifest+json; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(JSON.stringify(manifestOf((await bootstrap()).appID))),
  )
  app.get("/sw.js", (_request, reply) =>
    reply
      .header("cache-control", "no-cache")
      .sendFile("sw.js", join(folder, "chat"), { cacheControl: false }),
  )
  sdkRoutes(app, pages)
}

async function assetRoutes(app: FastifyInstance, folder: string): Promise<void> {
  const shared = { setHeaders: openToAll }
  // Built names carry a hash of their content: what is under one name never changes.
  await app.register(serveStatic, {
    ...shared,
    root: join(folder, "chat", "assets"),
    prefix: "/chat-assets/assets/",
    maxAge: "365d",
    immutable: true,
    decorateReply: true,
  })
  await app.register(serveStatic, {
    ...shared,
    root: join(folder, "chat", "icons"),
    prefix: "/chat-assets/icons/",
    maxAge: "1d",
    decorateReply: false,
  })
}

/** The script that embeds the chat, and its types. */
function sdkRoutes(app: FastifyInstance, { folder, version }: Pages): void {
  for (const file of ["imkit.min.js", "imkit.d.ts"]) {
    const send =
      (options: { maxAge: string; immutable: boolean }) => (_request: FastifyRequest, reply: FastifyReply) =>
        reply.sendFile(file, join(folder, "sdk"), options)
    app.get(`/sdk/web/latest/${file}`, send({ maxAge: "5m", immutable: false }))
    app.get(`/sdk/web/${version}/${file}`, send({ maxAge: "365d", immutable: true }))
  }
}

/** Scripts of other origins, and frames without an origin of their own, load by CORS whatever CORS_ORIGINS says. */
function openToAll(reply: FastifyReply): void {
  reply.header("access-control-allow-origin", "*")
}

function withBootstrap(html: string, bootstrap: object): string {
  const json = JSON.stringify(bootstrap).replaceAll("<", "\\u003c")
  return html.replace(
    "<!--parley-bootstrap-->",
    () => `<script type="application/json" id="parley-bootstrap">${json}</script>`,
  )
}
