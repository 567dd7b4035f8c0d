import type { TestProject } from "vitest/node"
import { startPostgres } from "./postgres.ts"

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** One PostgreSQL for the whole run; every server under test gets a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const cluster = await startPostgres()
  project.provide("postgresUrl", cluster.url)
  return cluster.stop
}
