import { render } from "preact"
import { keepChoice, readChoice } from "./connection/choices.ts"
import { copyText } from "./connection/clipboard.ts"
import { openSession } from "./state/session.ts"
import { App } from "./ui/app.tsx"

const choices = { read: readChoice, keep: keepChoice }

render(
  <App open={openSession} copy={copyText} choices={choices} />,
  document.getElementById("app") as HTMLElement,
)
