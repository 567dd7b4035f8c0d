const SIDE = 512

/** The middle of a picture as a small square, as it is shown everywhere. What a browser cannot draw goes as it is. */
export async function toFace(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return file
  const side = Math.min(picture.width, picture.height)
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = Math.min(side, SIDE)
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2]
  const pen = canvas.getContext("2d")
  pen?.drawImage(picture, x, y, side, side, 0, 0, canvas.width, canvas.height)
  picture.close()
  const drawn = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, "image/jpeg", 0.88))
  return drawn ?? file
}
