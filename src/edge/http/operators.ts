import type { FastifyInstance } from "fastify"
import { ChatError } from "../../chat/error.ts"
import { sameAs } from "./auth.ts"

interface Watched {
  ping: () => Promise<void>
  metrics: () => Promise<{ contentType: string; text: string }>
  apiKey: string
  metricsPublic: boolean
}

/** What operators and their tools watch (contract: operations.md, "Endpoints for operators"). */
export function operatorRoutes(
  app: FastifyInstance,
  { ping, metrics, apiKey, metricsPublic }: Watched,
): void {
  const isApiKey = sameAs(apiKey)

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
    const given = request.headers["im-api-key"] ?? request.headers.authorization?.replace(/^Bearer /, "")
    if (!metricsPublic && !isApiKey(given as string | undefined)) {
      throw new ChatError("INVALID_API_KEY", "Metrics need the API key, in IM-API-KEY or as a bearer token.")
    }
    const { contentType, text } = await metrics()
    return reply.type(contentType).send(text)
  })
}
