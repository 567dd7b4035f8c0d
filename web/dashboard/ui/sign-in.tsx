import { useDesk } from "./desk.ts"
import { Field } from "./field.tsx"
import { Form } from "./form.tsx"
import { LogoIcon } from "./icons.tsx"
import { Preferences } from "./preferences.tsx"

export function SignIn({ onSignedIn }: { onSignedIn(name: string): void }) {
  const { api, words } = useDesk()
  const { signIn } = words
  return (
    <main class="sign-in">
      <div class="card sign-in-card">
        <LogoIcon />
        <h1>{signIn.title}</h1>
        <p class="muted">{signIn.hint}</p>
        <Form
          label={signIn.button}
          wide
          action={async ({ name = "", password = "" }) => {
            const operator = await api.signIn(name, password)
            onSignedIn(operator.name)
          }}
        >
          <Field name="name" label={signIn.name} autocomplete="username" required focus />
          <Field
            name="password"
            label={words.field.password}
            secret
            autocomplete="current-password"
            required
          />
        </Form>
        <p class="muted small">
          {signIn.first} <code>npm run operator -- operator</code>
        </p>
      </div>
      <Preferences />
    </main>
  )
}
