/** What fields hold, by their names: the examples of the document are made of these. */
const samples: Record<string, unknown> = {
  nickname: "Lena",
  avatarUrl: "https://example.com/lena.png",
  issueAccessToken: true,
  name: "Garden club",
  roomType: "group",
  roomTags: ["hobby"],
  members: ["lena", "bob"],
  invitee: "bob",
  invitees: ["bob"],
  managers: ["lena"],
  clients: ["lena", "bob"],
  payload: { alert: "You have a message" },
  messageType: "text",
  message: "Watering at six",
  paras: [{ receiver: "bob" }, { room: "garden" }],
  reaction: "👍",
  keyword: "water",
  tags: ["hobby"],
  deviceId: "5f1c9e",
  announcement: { text: "Welcome", pin: true },
}

/** The same for fields that an example should have only where they must be given. */
const neededSamples: Record<string, unknown> = {
  _id: "lena",
  id: "lena",
  room: "garden",
  sender: "lena",
  token: "the token",
  tokens: ["the token"],
  messages: ["65a1b2c3d4e5f60718293a4b"],
  property: "role",
  value: "admin",
  type: "fcm",
}

interface Schema {
  type?: string
  examples?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

/** A body that could be sent: what it must have, and what it may have of the fields above. */
export function exampleOf(schema: Schema): unknown {
  if (schema.examples) return schema.examples[0]
  const form = schema.anyOf?.find(({ type }) => type !== "null") ?? schema
  if (form.type === "array") return [exampleOf(form.items ?? {})]
  if (form.type === "boolean") return true
  if (form.type === "integer") return 1
  if (form.type === "string") return "text"
  const { properties = {}, required = [] } = form
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    const isNeeded = required.includes(name)
    if (field.examples || isNeeded || name in samples) return [[name, sampleOf(name, field)] as const]
    return []
  })
  return Object.fromEntries(fields)
}

const sampleOf = (name: string, field: Schema): unknown =>
  field.examples?.[0] ?? samples[name] ?? neededSamples[name] ?? exampleOf(field)
