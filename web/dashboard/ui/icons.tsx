import type { ScreenName } from "../state/places.ts"

const draw = (path: string, size = 18) =>
  function Icon() {
    return (
      <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
        <path d={path} />
      </svg>
    )
  }

export const CopyIcon = draw("M7.500 7.500h8v8h-8zM12.500 7.500v-3h-8v8h3", 16)
export const CloseIcon = draw("M5.500 5.500l9 9M14.500 5.500l-9 9")
export const BanIcon = draw("M10 3.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM5.500 5.500l9 9", 16)
export const MenuIcon = draw("M3.500 5.500h13M3.500 10h13M3.500 14.500h13", 22)
export const SearchIcon = draw("M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM12.800 12.800 16.500 16.500", 16)
export const CheckIcon = draw("M4.500 10.500 8.500 14.500 15.500 6")
export const AlertIcon = draw(
  "M10 3.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM10 7v3.600M10 13.200v.1",
)
export const RefreshIcon = draw(
  "M15.500 8.500A6 6 0 0 0 4.600 7.200M4.500 4v3.500H8M4.500 11.500a6 6 0 0 0 10.900 1.300M15.500 16v-3.500H12",
  16,
)
export const SignOutIcon = draw("M8.500 4H4.500v12h4M8.500 10h8M13.500 7l3 3-3 3", 16)

/** The mark of the product. */
export function LogoIcon() {
  return (
    <svg class="logo" width="28" height="28" viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" />
      <path d="M5 6h10v6.500H9.500L7 15v-2.500H5z" />
    </svg>
  )
}

export const screenIcons: Record<ScreenName, () => preact.JSX.Element> = {
  overview: draw("M4 10.500 10 5l6 5.500M5.500 9.500V16h9V9.500"),
  keys: draw("M12.500 3.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM9.500 10.500 4 16v.500h3V15h1.500v-1.500"),
  settings: draw("M4 6h6M14 6h2M4 14h2M10 14h6M12 4v4M8 12v4"),
  push: draw("M5.500 13.500V9a4.500 4.500 0 0 1 9 0v4.500M4 13.500h12M8.500 16.500h3"),
  callbacks: draw("M7 6 3.500 10 7 14M13 6l3.500 4-3.500 4M11 5l-2 10"),
  users: draw(
    "M8 4.500a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600zM3 16a5 5 0 0 1 10 0M13 4.800a2.700 2.700 0 0 1 0 5.100M14.500 12a5 5 0 0 1 2.500 4",
  ),
  rooms: draw("M3.500 4.500h9v6.500H7L4.800 13v-2H3.500zM9.500 13.500h4l2 2v-2h1V7.500h-1.500"),
  messages: draw("M4 4.500h12v9H9L6 16.500v-3H4zM7 7.500h6M7 10.300h4"),
  reports: draw("M5 17V4M5 4.500h9.500l-2 3.200 2 3.300H5"),
  connections: draw(
    "M10 9a1 1 0 1 0 0 2 1 1 0 0 0 0-2zM6.800 13.200a4.500 4.500 0 0 1 0-6.400M13.200 6.800a4.500 4.500 0 0 1 0 6.400M4.300 15.700a8 8 0 0 1 0-11.400M15.700 4.300a8 8 0 0 1 0 11.400",
  ),
  statistics: draw("M4 16.500h12M5.500 16v-4.500M10 16V5M14.500 16V8.500"),
  outbox: draw("M4 11v5h12v-5M4 11h3.500l1 2h3l1-2H16M10 10V3.500M7 6.300l3-3 3 3"),
  operators: draw(
    "M10 3.500 15.500 6v4c0 3.500-2.500 5.600-5.500 6.500-3-.900-5.500-3-5.500-6.500V6zM7.700 10l1.700 1.700 3-3.400",
  ),
  audit: draw("M5 3.500h10v13H5zM7.500 7h5M7.500 10h5M7.500 13h3"),
}
