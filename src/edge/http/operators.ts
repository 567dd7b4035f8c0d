import type { FastifyInstance } from "fastify"
import type { Authenticate } from "./auth.ts"

interface Watched {
  ping: () => Promise<void>
  metrics: () => Promise<{ contentType: string; text: string }>
  authenticate: Authenticate
  metricsPublic: boolean
}

/** What operators and their tools watch (contract: operations.md, "Endpoints for operators"). */
export function operatorRoutes(
  app: FastifyInstance,
  { ping, metrics, authenticate, metricsPublic }: Watched,
): void {
  app.get("/healthz", async () => ({ status: "ok" }))

  app.get("/readyz", async (request, reply) => {
    try {
      await ping()
      return { status: "ready" }
    } catch (error) {
      request.log.warn({ err: error }, "the database does not answer")
      return reply.status(503).send({ status: "unavailable", reason: "The database does not answer." })
    }
  })

  app.get("/metrics", async (request, reply) => {
    if (!metricsPublic) {
      // Scrapers send keys as bearer tokens.
      request.headers["im-api-key"] ??= request.headers.authorization?.replace(/^Bearer /i, "")
      await authenticate(request, reply, "platform")
    }
    const { contentType, text } = await metrics()
    return reply.type(contentType).send(text)
  })
}
