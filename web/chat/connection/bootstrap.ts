export interface Bootstrap {
  clientKey: string
  appID: string
  /** Origin of the chat server; empty for the page's own. */
  domain: string
  /** What browsers subscribe for pushes with; absent where the server pushes to none. */
  vapidPublicKey?: string
  /** Who may embed the page, as the Content-Security-Policy has it. */
  frameAncestors: string[]
}

/** What the server wrote into the page's head. */
export function readBootstrap(): Bootstrap {
  const written = document.getElementById("parley-bootstrap")?.textContent
  const {
    clientKey = "",
    appID = "Parley",
    domain = "",
    vapidPublicKey,
    frameAncestors = ["*"],
  } = written ? JSON.parse(written) : {}
  return { clientKey, appID, domain: domain.replace(/\/+$/, ""), vapidPublicKey, frameAncestors }
}
