import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import helmet from "@fastify/helmet"
import serveStatic from "@fastify/static"
import type { FastifyInstance } from "fastify"
import type { Api } from "./api.ts"
import { type Described, describeApi } from "./openapi.ts"

const viewer = dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/swagger-ui.css")))

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Parley: REST</title>
    <link rel="icon" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="operations"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`

const start = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#operations",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  tagsSorter: "alpha",
  validatorUrl: null,
})
`

/** The REST surface as a document, and a page to browse it and try it out (contract: operations.md). */
export async function docRoutes(
  scope: FastifyInstance,
  { operations, ...server }: Pick<Api, "operations"> & Described,
): Promise<void> {
  await scope.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Tools on other origins read the document.
    crossOriginResourcePolicy: { policy: "cross-origin" },
    strictTransportSecurity: false,
    referrerPolicy: { policy: "no-referrer" },
  })
  await scope.register(serveStatic, { root: viewer, serve: false })

  let document: object | undefined
  scope.get("/openapi.json", { compress: {} }, async () => {
    document ??= describeApi(operations, server)
    return document
  })
  scope.get("/docs", (_request, reply) => reply.type("text/html; charset=utf-8").send(page))
  scope.get("/docs/start.js", (_request, reply) => reply.type("text/javascript; charset=utf-8").send(start))
  for (const file of ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"]) {
    scope.get(`/docs/${file}`, { compress: {} }, (_request, reply) => reply.sendFile(file, { maxAge: "1h" }))
  }
}
