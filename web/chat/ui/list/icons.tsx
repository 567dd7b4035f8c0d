import { smallIconOf } from "../parts/icon.tsx"

export const SearchIcon = smallIconOf("M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM12.700 12.700 16.500 16.500")
export const NewIcon = smallIconOf(
  "M9.500 4.500H5a1.500 1.500 0 0 0-1.500 1.500v9A1.500 1.500 0 0 0 5 16.500h9a1.500 1.500 0 0 0 1.500-1.500v-4.500M15 3.800l1.200 1.200-6.700 6.700-1.900.700.700-1.900z",
  20,
)
export const ReadAllIcon = smallIconOf("M2.500 10.500 6 14l7.500-8M10 13.500l.500.500L18 6")
export const PinTopIcon = smallIconOf("M8 3.500h4l-.600 5 2.600 2.600H6l2.600-2.600zM10 11.100v5.400")
export const BellIcon = smallIconOf("M6 8.500a4 4 0 0 1 8 0v2.700l1.400 2.300H4.600L6 11.200zM8.600 16h2.800")
export const BellOffIcon = smallIconOf(
  "M4 4l12 12M8 5.200A4 4 0 0 1 14 8.600V11M5.900 8v3.200L4.500 14h9M8.600 16.500h2.800",
)
export const HideIcon = smallIconOf("M3.500 5h13v3h-13zM4.500 8v7.500h11V8M8 11h4")
export const TagIcon = smallIconOf("M3.500 4.500v5l7 7 6-6-7-7h-5zM6.800 7v.1")
export const FolderIcon = smallIconOf("M3 5.500h4.500l1.500 2h8v8H3z")
export const LeaveIcon = smallIconOf("M8 4.500H4.500v11H8M12 6.500l3.500 3.500-3.500 3.500M15 10H8")
export const PeopleIcon = smallIconOf(
  "M7.500 5a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 0 0 0-4.600zM3 15.500c.4-2.400 2.200-3.600 4.500-3.600s4.100 1.200 4.500 3.600M12.500 5.200a2.200 2.200 0 0 1 0 4.200M13.800 12c1.800.300 3 1.400 3.300 3.300",
)
export const CheckIcon = smallIconOf("M4.500 10.500 8.300 14.300 15.500 6.200")
export const ChatIcon = smallIconOf("M4 5h12v8.500H9.500L6 16.300V13.500H4z")
