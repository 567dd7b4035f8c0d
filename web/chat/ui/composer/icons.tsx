import { iconOf } from "../parts/icon.tsx"

export const AttachIcon = iconOf("M10 4.200v11.600M4.200 10h11.600", 22)
export const SmileIcon = iconOf(
  "M10 3.200a6.800 6.800 0 1 0 0 13.600 6.800 6.800 0 0 0 0-13.600zM7 11.600c.6 1.200 1.700 1.900 3 1.900s2.400-.7 3-1.900M7.600 8v.2M12.400 8v.2",
  22,
)
export const MicrophoneIcon = iconOf(
  "M10 3a2.300 2.300 0 0 0-2.300 2.300v4.400a2.300 2.300 0 0 0 4.600 0V5.300A2.300 2.300 0 0 0 10 3zM5.200 9.500a4.800 4.800 0 0 0 9.600 0M10 14.300V17",
  21,
)
export const PhotoIcon = iconOf("M4 4.500h12v11H4zM4 13l3.600-3.600 3 3 2-2L16 13.500M12.800 7.800v.1")
export const ReplyIcon = iconOf("M8 5 4 9l4 4M4.300 9H12a4 4 0 0 1 4 4v2", 18)
export const BinIcon = iconOf("M4.500 6h11M8 6V4h4v2M6 6l.7 10h6.600L14 6", 20)
export const UploadIcon = iconOf("M10 13.500V4.500M6 8.300l4-4 4 4M4.500 16h11", 34)
