import { smallIconOf } from "../parts/icon.tsx"

export const ReactIcon = smallIconOf(
  "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM7.2 11.6c.6 1 1.6 1.6 2.8 1.6s2.2-.6 2.8-1.6M7.8 8.2v.1M12.2 8.2v.1",
)
export const ReplyIcon = smallIconOf("M8.5 5 4 9.5l4.5 4.5M4 9.5h7a5 5 0 0 1 5 5v1")
export const PlusIcon = smallIconOf("M10 4.5v11M4.5 10h11")
export const PinIcon = smallIconOf("M8 3.5h4l-.6 5 2.6 2.6H6L8.6 8.5zM10 11.1v5.4")
export const UnpinIcon = smallIconOf("M8 3.5h4l-.5 4M8.6 8.5 6 11.1h5M10 11.1v5.4M4 4l12 12")
export const InfoIcon = smallIconOf("M2.5 10.5 6 14l7-7.5M9.8 13.2l.9.8L18 6")
export const SelectIcon = smallIconOf("M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM7.2 10.2l2 2 3.6-4")
export const FlagIcon = smallIconOf("M5 17V4M5 4.5c3-1.8 6 1.5 10 0v7c-4 1.5-7-1.8-10 0")
export const DeleteIcon = smallIconOf("M4 5.5h12M8 5.5V4h4v1.5M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5")
export const SearchIcon = smallIconOf("M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l3.5 3.5", 20)
export const UpIcon = smallIconOf("M4.5 12.5 10 7l5.5 5.5")
export const DownIcon = smallIconOf("M4.5 7.5 10 13l5.5-5.5")
export const ListIcon = smallIconOf("M4 6h12M4 10h12M4 14h8")
export const TickIcon = smallIconOf("M5 10.5 8.5 14 15 6.5", 14)
