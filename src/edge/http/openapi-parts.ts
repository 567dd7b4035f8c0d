import { errors } from "../../wire/errors.ts"
import type { Access } from "./auth.ts"

/** What every operation of the document shares. */

export const parameter = (
  name: string,
  place: string,
  required: boolean,
  schema: unknown = { type: "string" },
) => ({ name, in: place, required, schema })

export const introduction = `Every JSON answer has the form \`{"RC": 0, "RM": "OK", "result": …}\` with HTTP status 200. A failure
repeats its HTTP status as RC and says why: \`{"RC": 404, "RM": "Room not found", "error": {"code": "ROOM_NOT_FOUND",
"message": "…"}}\`. Fields that are not named here may appear anywhere.

A backend sends its API key and may do everything; where an operation is about the calling user, it names one in
\`IM-CLIENT-ID\`. An app sends its client key and the token of its user.`

export const errorCode = {
  type: "string",
  enum: Object.keys(errors),
  description: Object.entries(errors)
    .map(([code, { status, rm }]) => `- \`${code}\`: ${status} ${rm}`)
    .join("\n"),
}

export const failure = {
  type: "object",
  required: ["RC", "RM", "error"],
  properties: {
    RC: { type: "integer", minimum: 400, description: "The HTTP status." },
    RM: { type: "string", description: "A short reason." },
    error: {
      type: "object",
      required: ["code", "message"],
      properties: {
        code: { $ref: "#/components/schemas/ErrorCode" },
        message: { type: "string", description: "A sentence that says what to do." },
      },
    },
    retryAfter: { type: "integer", description: "With 429: seconds to wait." },
  },
}

export const responses = {
  Failure: {
    description: "A failure.",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Failure" } } },
  },
}

export const actingClient = {
  ...parameter("IM-CLIENT-ID", "header", false),
  description: "The acting user, with the API key; ignored with a token.",
}

const header = (name: string, description: string) => ({ type: "apiKey", in: "header", name, description })

export const securitySchemes = {
  apiKey: header("IM-API-KEY", "The key of your backend, secret."),
  clientKey: header("IM-CLIENT-KEY", "The key of your apps, public."),
  userToken: header("IM-Authorization", "The token of a user, with or without `Bearer `."),
}

/** Any of these will do; an empty one is no credential at all. */
export function credentialsOf(access: Access, sandbox: boolean): object[] {
  const byKey = { apiKey: [] }
  const byUser = { clientKey: [], userToken: [] }
  const byApp = { clientKey: [] }
  const credentials: Record<Access, object[]> = {
    platform: [byKey],
    anyone: [byUser, byKey],
    reader: [byUser, byKey, {}],
    app: [byApp, byKey],
    signer: sandbox ? [byApp, byKey] : [byKey],
    public: [],
  }
  return credentials[access]
}
