const ICON = "/chat-assets/icons/icon.svg"
const SIZE = 64

let picture: Promise<HTMLImageElement> | undefined
let wanted = 0

/** The tab's icon with a count on it; without one the icon alone. */
export async function showCount(count: number): Promise<void> {
  wanted = count
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link) return
  if (count === 0) return setIcon(link, ICON, "image/svg+xml")
  picture ??= load()
  const drawn = draw(await picture, count)
  if (wanted === count && drawn) setIcon(link, drawn, "image/png")
}

async function load(): Promise<HTMLImageElement> {
  const image = new Image(SIZE, SIZE)
  image.src = ICON
  await image.decode()
  return image
}

function draw(icon: HTMLImageElement, count: number): string | undefined {
  const canvas = document.createElement("canvas")
  canvas.width = SIZE
  canvas.height = SIZE
  const pen = canvas.getContext("2d")
  if (!pen) return undefined
  const words = count > 99 ? "99+" : `${count}`
  pen.drawImage(icon, 0, 0, SIZE, SIZE)
  const width = 24 + words.length * 12
  pen.fillStyle = "#d93025"
  pen.beginPath()
  pen.roundRect(SIZE - width, SIZE - 38, width, 38, 19)
  pen.fill()
  pen.fillStyle = "#ffffff"
  pen.font = `700 ${words.length > 2 ? 24 : 30}px sans-serif`
  pen.textAlign = "center"
  pen.textBaseline = "middle"
  pen.fillText(words, SIZE - width / 2, SIZE - 18)
  return canvas.toDataURL()
}

function setIcon(link: HTMLLinkElement, href: string, type: string): void {
  if (link.getAttribute("href") === href) return
  link.type = type
  link.setAttribute("href", href)
}
