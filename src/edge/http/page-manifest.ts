const icon = (name: string, sizes: string, purpose = "any") => ({
  src: `/chat-assets/icons/${name}`,
  sizes,
  type: name.endsWith(".svg") ? "image/svg+xml" : "image/png",
  purpose,
})

/** What a browser needs to install the chat page as an app of its own. */
export const manifestOf = (appID: string) => ({
  id: "/chat",
  name: appID,
  short_name: appID,
  start_url: "/chat",
  scope: "/chat",
  display: "standalone",
  background_color: "#ffffff",
  theme_color: "#0b7a6f",
  icons: [
    icon("icon.svg", "any"),
    icon("icon-192.png", "192x192"),
    icon("icon-512.png", "512x512"),
    icon("icon-maskable-512.png", "512x512", "maskable"),
  ],
})
