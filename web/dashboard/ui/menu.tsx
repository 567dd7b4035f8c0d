import { addressOf, type ScreenName } from "../state/places.ts"
import { useDesk } from "./desk.ts"
import { LogoIcon, SignOutIcon, screenIcons } from "./icons.tsx"
import { Preferences } from "./preferences.tsx"

const groups: readonly { name: "run" | "people" | "watch" | "admin" | undefined; screens: ScreenName[] }[] = [
  { name: undefined, screens: ["overview"] },
  { name: "run", screens: ["keys", "settings", "push", "callbacks"] },
  { name: "people", screens: ["users", "rooms", "messages", "reports"] },
  { name: "watch", screens: ["connections", "statistics", "outbox"] },
  { name: "admin", screens: ["operators", "audit"] },
]

export function Menu({ current }: { current: ScreenName }) {
  const { words, operator, signOut } = useDesk()
  const { menu } = words
  return (
    <>
      <a class="brand" href={addressOf("overview")}>
        <LogoIcon />
        Parley
      </a>
      <nav class="menu-groups" aria-label={menu.title}>
        {groups.map(({ name, screens }) => (
          <div key={name}>
            {name && <h2>{menu[name]}</h2>}
            <ul>
              {screens.map(screen => (
                <MenuItem key={screen} screen={screen} current={screen === current} />
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <footer class="menu-foot">
        <Preferences />
        <div class="operator">
          <span>{operator}</span>
          <button type="button" class="button plain" onClick={signOut}>
            <SignOutIcon />
            {words.signIn.out}
          </button>
        </div>
      </footer>
    </>
  )
}

function MenuItem({ screen, current }: { screen: ScreenName; current: boolean }) {
  const { words } = useDesk()
  const Icon = screenIcons[screen]
  return (
    <li>
      <a href={addressOf(screen)} aria-current={current ? "page" : undefined}>
        <Icon />
        {words.menu[screen]}
      </a>
    </li>
  )
}
