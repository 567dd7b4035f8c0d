import { iconOf } from "../parts/icon.tsx"

export const PlayIcon = iconOf("M7.2 4.8v10.4l8.3-5.2z", 20, true)
export const PauseIcon = iconOf("M6.8 5v10M13.2 5v10", 20)
export const DownloadIcon = iconOf("M10 3.5v9M6.2 9 10 12.8 13.8 9M4 16.5h12", 18)
export const BrokenIcon = iconOf("M3.5 4.5h13v11h-13zM3.5 12.5l3.5-3 2.5 2M4 17 16.5 3.5", 22)
export const PinpointIcon = iconOf(
  "M10 17.5s5.5-5 5.5-9.2a5.5 5.5 0 0 0-11 0c0 4.2 5.5 9.2 5.5 9.2zM10 10.2a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z",
)
export const MegaphoneIcon = iconOf("M3.5 8.5v3.5h2.5l6.5 3.5V5L6 8.5zM15 7.5a3.6 3.6 0 0 1 0 5.5", 18)
export const CoinIcon = iconOf(
  "M10 3.2a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6zM12.3 7.5c-.6-.8-1.4-1-2.3-1-1.3 0-2.2.6-2.2 1.6 0 2.3 4.6 1.3 4.6 3.7 0 1.1-1 1.7-2.4 1.7-1 0-1.9-.3-2.5-1.2M10 5.2v9.6",
  22,
)
export const CallIcon = iconOf(
  "M5.5 3.5h2.3l1.2 3.3-1.7 1.2a9 9 0 0 0 4.7 4.7l1.2-1.7 3.3 1.2v2.3c0 .8-.7 1.5-1.5 1.5C9 16 4 11 4 5c0-.8.7-1.5 1.5-1.5z",
  18,
)
export const HiddenIcon = iconOf(
  "M3.5 3.5l13 13M8.2 8.4a2.5 2.5 0 0 0 3.5 3.5M6.2 6.3C4.3 7.4 3 9.2 2.5 10c1 1.8 3.7 5 7.5 5 1.3 0 2.4-.3 3.4-.9M9 5.1c.3 0 .7-.1 1-.1 3.8 0 6.5 3.2 7.5 5-.3.6-.8 1.3-1.5 2",
  17,
)
export const LockedIcon = iconOf("M5.5 9h9v7h-9zM7.3 9V7a2.7 2.7 0 0 1 5.4 0v2", 17)
export const PreviousIcon = iconOf("M12.5 4 6.5 10l6 6", 24)
export const NextIcon = iconOf("M7.5 4l6 6-6 6", 24)
export const ZoomIcon = iconOf(
  "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l3.5 3.5M9 6.8v4.4M6.8 9h4.4",
  20,
)
export const UnzoomIcon = iconOf("M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l3.5 3.5M6.8 9h4.4", 20)
export const StarIcon = iconOf(
  "M10 3l2.1 4.4 4.9.7-3.5 3.4.8 4.8L10 14l-4.3 2.3.8-4.8L3 8.1l4.9-.7z",
  22,
  true,
)
