export interface Step {
  title: "user" | "room" | "message"
  code: string
}

const json = "-H 'Content-Type: application/json'"

/** Calls that work as they stand. @param apiKey absent: they read it from the variable KEY. */
export function quickStart(serverUrl: string, apiKey?: string): Step[] {
  const call = (path: string, body: object) =>
    `curl ${serverUrl}${path} -H "IM-API-KEY: ${apiKey ?? "$KEY"}" ${json} \\\n  -d '${JSON.stringify(body)}'`
  return [
    {
      title: "user",
      code: call("/admin/clients", { _id: "lena", nickname: "Lena", issueAccessToken: true }),
    },
    {
      title: "room",
      code: call("/rooms/", { _id: "garden", name: "Garden club", roomType: "group", members: ["lena"] }),
    },
    {
      title: "message",
      code: call("/messages", {
        room: "garden",
        sender: "lena",
        messageType: "text",
        message: "Watering at six",
      }),
    },
  ]
}

/** The page that shows the chat. */
export function embedCode(serverUrl: string, clientKey: string): string {
  const options = `{ domain: ${quote(serverUrl)}, clientKey: ${quote(clientKey)}, token: "TOKEN" }`
  return [
    `<div id="imkit-container" style="height: 100vh"></div>`,
    `<script src="${serverUrl}/sdk/web/latest/imkit.min.js"></script>`,
    "<script>",
    `  IMKitUI.init(${options})`,
    "</script>",
  ].join("\n")
}

const quote = (text: string) => JSON.stringify(text)
