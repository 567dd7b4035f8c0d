export interface Bootstrap {
  clientKey: string
  appID: string
  /** Origin of the chat server; empty for the page's own. */
  domain: string
}

/** What the server wrote into the page's head. */
export function readBootstrap(): Bootstrap {
  const written = document.getElementById("parley-bootstrap")?.textContent
  const { clientKey = "", appID = "Parley", domain = "" } = written ? JSON.parse(written) : {}
  return { clientKey, appID, domain: domain.replace(/\/+$/, "") }
}
