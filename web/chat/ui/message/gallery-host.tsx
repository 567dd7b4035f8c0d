import { closeGallery } from "../../state/galleries.ts"
import { Lazily } from "../parts/lazily.tsx"
import { useChat, useSession } from "../use-chat.ts"

const loadGallery = () => import("./gallery.tsx").then(({ Gallery }) => Gallery)

/** Shows pictures large, above everything else, as long as they are looked at. */
export function GalleryHost() {
  const session = useSession()
  const gallery = useChat(state => state.gallery)
  if (!gallery) return null
  return <Lazily load={loadGallery} props={{ ...gallery, onClose: () => closeGallery(session) }} />
}
