import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The loader for host pages: one plain script that needs no module support and pulls in nothing else. */
export default defineConfig({
  publicDir: here("sdk/types"),
  build: {
    outDir: here("../dist/web/sdk"),
    emptyOutDir: true,
    target: "es2018",
    lib: {
      entry: here("sdk/imkit.ts"),
      formats: ["iife"],
      name: "parleySdk",
      fileName: () => "imkit.min.js",
    },
  },
})
