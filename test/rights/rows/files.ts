import { makeZip } from "../../support/zip.ts"
import { form, type Scene } from "../scene.ts"
import type { Rows } from "../table.ts"

const ofHost = async ({ file, hostToken }: Scene) => ({ params: { fileId: await file(hostToken) } })

function sticker(_id: string): FormData {
  const picture = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  )
  const data = new FormData()
  data.append("_id", _id)
  data.append("file", new File([makeZip({ "tab.png": picture, "01.png": picture })], "cats.zip"))
  return data
}

/** Files belong to their uploader; whoever is signed in may read them. Stickers are public. */
export const files: Rows = {
  table: `
                       none app key act actO new out mem flat adm mgr own left ban inv cold colO pair blkd thrd keyD
    uploadFile         tok  tok who ok  ...                                                                     who
    uploadFile.inRoom  tok  tok who ok  ok?  out out ok  ok   ok  ok  ok  out  ok? out ok?  ok?  ok   ok?  room who
    downloadFile       tok  tok ok  ok  ...                                                                     ok
    headFile           tok  tok ok  ok  ...                                                                     ok
    getFileMetadata    tok  tok who ok  ...                                                                     who
    deleteFile         tok  tok ok  ok  ok   no  ...                                                            ok
    deleteFile.own     tok  tok ok  ok  ...                                                                     ok
    searchFiles        tok  tok who ok  ...                                                                     who
    fileStats          tok  tok who ok  ...                                                                     who
    adminListStickers  key  key ok  ok  ok   key ...                                                            ok
    upsertStickers     key  key ok  ok  ok   key ...                                                            ok
    deleteStickers     key  key ok  ok  ok   key ...                                                            ok
    listStickers       ok   ...
    getStickerResource ok   ...
  `,
  settings: {
    uploadFile: { ask: () => ({ body: form() }) },
    "uploadFile.inRoom": { ask: ({ roomId }) => ({ body: form({ roomID: roomId }) }) },
    downloadFile: { ask: ofHost },
    headFile: { ask: ofHost },
    getFileMetadata: { ask: ofHost },
    deleteFile: { ask: ofHost },
    "deleteFile.own": { ask: async ({ file, token }) => ({ params: { fileId: await file(token) } }) },
    fileStats: { ask: ({ tag }) => ({ body: { tags: [tag] } }) },
    upsertStickers: { ask: ({ unique }) => ({ body: sticker(`set-${unique}`) }) },
    deleteStickers: { ask: ({ unique }) => ({ params: { stickerId: `set-${unique}` } }) },
    getStickerResource: {
      ask: async ({ backend, unique }) => {
        await backend("POST", "/admin/stickers", sticker(`set-${unique}`))
        return { query: { resourceId: `set-${unique}/01.png` } }
      },
    },
  },
}
