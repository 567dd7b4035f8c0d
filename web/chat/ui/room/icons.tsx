import { smallIconOf } from "../parts/icon.tsx"

export const CameraIcon = smallIconOf(
  "M3.500 6.500h3l1.200-2h4.600l1.200 2h3v9h-13zM10 8.200a2.700 2.700 0 1 0 0 5.400 2.700 2.700 0 0 0 0-5.400z",
  16,
)
export const TrashIcon = smallIconOf("M4.500 6h11M8 6V4h4v2M6 6l.700 10.500h6.600L14 6")
export const AddPersonIcon = smallIconOf(
  "M8.500 4a2.800 2.800 0 1 0 0 5.600A2.800 2.800 0 0 0 8.500 4zM3 16c.6-2.800 2.800-4.200 5.500-4.200 1 0 2 .200 2.800.600M15 11.500v5M12.500 14h5",
)
export const ShieldIcon = smallIconOf(
  "M10 3.500l5.500 2v4c0 3.500-2.300 5.900-5.500 7-3.200-1.100-5.500-3.500-5.500-7v-4z",
)
export const BanIcon = smallIconOf("M10 3.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM5.500 5.500l9 9")
export const FlagIcon = smallIconOf("M5 17V4M5 4.500h9.500l-2 3.200 2 3.300H5")
export const MinusPersonIcon = smallIconOf(
  "M8.500 4a2.800 2.800 0 1 0 0 5.600A2.800 2.800 0 0 0 8.500 4zM3 16c.6-2.800 2.800-4.200 5.500-4.200 1 0 2 .200 2.800.600M12.500 14h5",
)
export const LinkIcon = smallIconOf(
  "M8.500 11.500a2.800 2.800 0 0 0 4 0l2.700-2.700a2.800 2.800 0 0 0-4-4L10 6M11.500 8.500a2.800 2.800 0 0 0-4 0l-2.700 2.700a2.800 2.800 0 0 0 4 4L10 14",
)
