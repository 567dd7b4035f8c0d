import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"
import { emojiPickerUnderPolicy } from "./emoji-picker.ts"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The hosted chat page. The server answers index.html itself and serves the folder's assets under /chat-assets/. */
export default defineConfig({
  root: here("chat"),
  base: "/chat-assets/",
  plugins: [emojiPickerUnderPolicy()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: here("../dist/web/chat"),
    emptyOutDir: true,
    assetsDir: "assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: {
      input: { index: here("chat/index.html"), sw: here("worker/worker.ts") },
      output: {
        // The worker's name stays: browsers ask for it by name to see whether it is new.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        // What the page begins with is one file, not one for each set of later parts that shares some of it.
        codeSplitting: { groups: [{ name: "page", tags: ["$initial"], test: /^(?!.*\/web\/worker\/)/ }] },
      },
    },
  },
})
