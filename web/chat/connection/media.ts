/** What a browser can tell of a file by opening it. Undefined wherever it cannot. */

const PATIENCE_MS = 15_000

export interface Film {
  width: number
  height: number
  /** Seconds; absent where the file does not say and cannot be asked. */
  duration?: number
  /** One of its first pictures. */
  still?: Blob
}

export async function measurePicture(file: Blob): Promise<{ width: number; height: number } | undefined> {
  const picture = new Image()
  return opened(file, async address => {
    picture.src = address
    await picture.decode()
    return { width: picture.naturalWidth, height: picture.naturalHeight }
  })
}

export async function measureFilm(file: Blob): Promise<Film | undefined> {
  return opened(file, async address => {
    const film = document.createElement("video")
    film.muted = true
    film.playsInline = true
    film.preload = "auto"
    await loaded(film, address, "loadeddata")
    const { videoWidth: width, videoHeight: height } = film
    if (!width || !height) return undefined
    const duration = await durationOf(film)
    await reach(film, Math.min(1, (duration ?? 0) / 4))
    return { width, height, duration, still: await pictureOf(film) }
  })
}

/** @returns seconds. */
export async function measureSound(file: Blob): Promise<number | undefined> {
  return opened(file, async address => {
    const sound = new Audio()
    await loaded(sound, address, "loadedmetadata")
    return durationOf(sound)
  })
}

/** Opens a file for as long as it is looked at; what fails or takes too long tells nothing. */
async function opened<T>(file: Blob, look: (address: string) => Promise<T>): Promise<T | undefined> {
  const address = URL.createObjectURL(file)
  let timer = 0
  const late = new Promise<undefined>(resolve => {
    timer = window.setTimeout(resolve, PATIENCE_MS)
  })
  try {
    return await Promise.race([look(address), late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
    URL.revokeObjectURL(address)
  }
}

function loaded(media: HTMLMediaElement, address: string, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    media.addEventListener(event, () => resolve(), { once: true })
    media.addEventListener("error", () => reject(media.error), { once: true })
    media.src = address
    media.load()
  })
}

/** Recordings of browsers do not say how long they are until one has looked for their end. */
async function durationOf(media: HTMLMediaElement): Promise<number | undefined> {
  if (media.duration === Number.POSITIVE_INFINITY) {
    await reach(media, 1e7)
    if (media.duration === Number.POSITIVE_INFINITY) return media.currentTime || undefined
  }
  return Number.isFinite(media.duration) ? media.duration : undefined
}

function reach(media: HTMLMediaElement, seconds: number): Promise<void> {
  return new Promise(resolve => {
    media.addEventListener("seeked", () => resolve(), { once: true })
    media.currentTime = seconds
  })
}

const LONGEST_SIDE = 640

async function pictureOf(film: HTMLVideoElement): Promise<Blob | undefined> {
  const { videoWidth, videoHeight } = film
  const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight))
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(videoWidth * scale)
  canvas.height = Math.round(videoHeight * scale)
  canvas.getContext("2d")?.drawImage(film, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, "image/jpeg", 0.8))
  return blob ?? undefined
}
