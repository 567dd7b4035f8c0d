import type { ComponentChildren } from "preact"
import type { ScreenName } from "../state/places.ts"
import type { Page } from "../wire/models.ts"
import { useDesk } from "./desk.ts"
import { look } from "./go.ts"
import { Loaded } from "./loaded.tsx"
import { Pager } from "./pager.tsx"
import { Screen } from "./screen.tsx"
import { SearchBox } from "./search-box.tsx"
import { type Asked, useAsk } from "./use-ask.ts"

const limit = 50

interface SearchedProps<T> {
  screen: ScreenName
  query: Record<string, string>
  placeholder: string
  hint?: string
  ask(search: { search: string; skip: number; limit: number }): Promise<Page<T>>
  actions?: ComponentChildren
  draw(page: Page<T>, asked: Asked<Page<T>>): ComponentChildren
  children?: ComponentChildren
}

/** A screen that is a search: what is looked for, and how far one has read, stand in its address. */
export function Searched<T>({
  screen,
  query,
  placeholder,
  hint,
  ask,
  actions,
  draw,
  children,
}: SearchedProps<T>) {
  const { words } = useDesk()
  const search = query.search ?? ""
  const skip = Number(query.skip) || 0
  const asked = useAsk(() => ask({ search, skip, limit }), `${skip} ${search}`)
  return (
    <Screen title={words.menu[screen]} hint={hint} actions={actions}>
      <section class="card" aria-label={words.menu[screen]}>
        <SearchBox label={placeholder} value={search} onSearch={text => look(screen, { search: text })} />
        <Loaded asked={asked}>
          {page => (
            <>
              {draw(page, asked)}
              <Pager
                skip={skip}
                limit={limit}
                total={page.totalCount}
                onSkip={next => look(screen, { search, skip: `${next}` })}
              />
            </>
          )}
        </Loaded>
      </section>
      {children}
    </Screen>
  )
}
