import { expect } from "vitest"
import { type Answer, userHeaders } from "../../support/backend.ts"
import { apiKey } from "../../support/parley.ts"
import type { Stage } from "./stage.ts"

// biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about
type Json = any

/** Calls with the API key and an Idempotency-Key, in the name of a user if one is given. */
export const keyedBackend = (
  stage: Stage,
  path: string,
  body: unknown,
  key: string,
  actingAs?: string,
): Promise<Answer> =>
  stage.raw("POST", path, {
    headers: {
      "IM-API-KEY": apiKey,
      "Idempotency-Key": key,
      ...(actingAs ? { "IM-CLIENT-ID": actingAs } : {}),
    },
    body,
  })

/** The same with a user's token. */
export const keyedAs = (
  stage: Stage,
  person: keyof Stage["cast"],
  path: string,
  body: unknown,
  key: string,
): Promise<Answer> =>
  stage.raw("POST", path, {
    headers: { ...userHeaders(stage.cast[person]), "Idempotency-Key": key },
    body,
  })

/** @returns what calls that all succeeded were answered. */
export function results(answers: Answer[]): Json[] {
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  return answers.map(({ body }) => body.result)
}

export const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))
