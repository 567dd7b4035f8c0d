import { Icon, iconOf } from "./icon.tsx"

export const BackIcon = iconOf("M12.5 4 6.5 10l6 6", 22)
export const DownIcon = iconOf("M4.5 7.5 10 13l5.5-5.5")
export const SendIcon = iconOf("M10 16V4.5M4.8 9.5 10 4.3l5.2 5.2")
export const SaveIcon = iconOf("M4.5 10.5 8.3 14.3 15.5 6.2")
export const CloseIcon = iconOf("M5.5 5.5l9 9M14.5 5.5l-9 9", 18)
export const EditIcon = iconOf(
  "M4 16l.7-3.2 8.6-8.6a1.4 1.4 0 0 1 2 0l.5.5a1.4 1.4 0 0 1 0 2l-8.6 8.6L4 16z",
  17,
)
export const CopyIcon = iconOf("M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3", 17)
export const RecallIcon = iconOf("M4 8.5h8a4 4 0 0 1 0 8H8M4 8.5 7.5 5M4 8.5 7.5 12", 17)
export const MutedIcon = iconOf("M4 4l12 12M8 5.2A4 4 0 0 1 14 8.6V11M5.9 8v3.2L4.5 14h9M8.6 16.5h2.8", 15)
export const PinIcon = iconOf("M8 3.5h4l-.6 5 2.6 2.6H6L8.6 8.5zM10 11.1v5.4", 15)
export const SentIcon = iconOf("M4.5 10.5 8 14l7.5-8", 15)
export const ReadIcon = iconOf("M2 10.5 5.5 14 13 6M9.5 13.2l.9.8L18 6", 17)
export const PendingIcon = iconOf("M10 4.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6zM10 7v3.2l2 1.4", 14)
export const AlertIcon = iconOf("M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM10 7v3.6M10 13.2v.1", 17)
export const FileIcon = iconOf("M6 3h5.5L15 6.5V17H6zM11.5 3v3.5H15")
export const PlayIcon = iconOf("M7 5l8 5-8 5z")
export const PlaceIcon = iconOf(
  "M10 17s5-4.6 5-8.5a5 5 0 0 0-10 0C5 12.4 10 17 10 17zM10 10.200a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.400z",
)
export const ChatIcon = iconOf("M4 5.500h12v8.500H9.500L6 16.800V14H4z", 30)
export const LockIcon = iconOf("M5 9h10v7.500H5zM7 9V6.800a3 3 0 0 1 6 0V9", 30)
export const CloudOffIcon = iconOf(
  "M6 15h8.500a3 3 0 0 0 .6-5.900A5 5 0 0 0 5.7 8 3.5 3.5 0 0 0 6 15zM10 8v3M10 13v.1",
  30,
)

export function MoreIcon() {
  return (
    <Icon size={18}>
      <circle cx="5" cy="10" r=".7" fill="currentColor" />
      <circle cx="10" cy="10" r=".7" fill="currentColor" />
      <circle cx="15" cy="10" r=".7" fill="currentColor" />
    </Icon>
  )
}
