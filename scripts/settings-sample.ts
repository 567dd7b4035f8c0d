import { settings } from "../src/config/settings.ts"

const head = `# Every setting with its default. Give them as environment variables; all of them may be left out.
# A secret may also stand in a file that NAME_FILE names.
# Written from src/config/settings.ts by: node scripts/check.ts --write
`

/** The text of .env.example. */
export function makeSample(): string {
  const entries = Object.entries(settings).map(([name, { sample, meaning, ...setting }]) => {
    const secret = "secret" in setting && setting.secret ? ` Or ${name}_FILE.` : ""
    return `\n# ${meaning}${secret}\n${name}=${sample}\n`
  })
  return head + entries.join("")
}
