import type { FastifyHelmetOptions } from "@fastify/helmet"

/** What may run and load in the chat page (contract: web.md 3). @param frameAncestors origins that may embed it. */
export function pageHeaders(frameAncestors: string[]): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: { useDefaults: false, directives: policy(frameAncestors) },
    xFrameOptions: false,
    // Embedding pages and WebViews load the page and the script from other origins.
    crossOriginResourcePolicy: { policy: "cross-origin" },
    crossOriginOpenerPolicy: false,
    strictTransportSecurity: false,
    // The first address carries the token.
    referrerPolicy: { policy: "no-referrer" },
  }
}

function policy(frameAncestors: string[]) {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    workerSrc: ["'self'"],
    manifestSrc: ["'self'"],
    // Pictures of people, rooms and messages are wherever their senders keep them.
    imgSrc: ["*", "data:", "blob:"],
    mediaSrc: ["*", "data:", "blob:"],
    // Files move between the page and the operator's own store; PUBLIC_URL may be another origin than the page's.
    connectSrc: ["*", "data:", "blob:"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    // A star would still shut out pages that are opened as files, and apps with a scheme of their own.
    ...(frameAncestors.includes("*") ? {} : { frameAncestors }),
    // Text becomes script nowhere: the two exceptions are the worker's address and the emoji picker's own markup.
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["parley-worker", "parley-emoji"],
  }
}

const used = ["autoplay", "camera", "clipboard-write", "fullscreen", "geolocation", "microphone"]
const unused = ["accelerometer", "display-capture", "gyroscope", "hid", "magnetometer", "midi"]
const alsoUnused = ["payment", "serial", "usb", "xr-spatial-tracking"]

/** What of the device the page may ask for; in a frame the embedding page has to allow it, too. */
export const permissionsPolicy = [
  ...used.map(name => `${name}=(self)`),
  ...[...unused, ...alsoUnused].map(name => `${name}=()`),
].join(", ")
