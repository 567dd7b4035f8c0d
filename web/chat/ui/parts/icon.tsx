import type { ComponentChildren } from "preact"

interface IconProps {
  children: ComponentChildren
  /** Px. */
  size?: number
  isFilled?: boolean
}

/** The frame of every icon: a square of 20 units, in the colour of the words beside it. */
export function Icon({ children, size = 20, isFilled = false }: IconProps) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill={isFilled ? "currentColor" : "none"}
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

/** An icon of one path. @param size px. */
export const iconOf = (path: string, size?: number, isFilled?: boolean) => () => (
  <Icon size={size} isFilled={isFilled}>
    <path d={path} />
  </Icon>
)

/** For bars and menus, where icons stand beside small words. */
export const smallIconOf = (path: string, size = 18) => iconOf(path, size)
