import { globSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"

/** Who may import whom (ARCHITECTURE.md): `values` for anything, `types` only by `import type`. */
interface Floor {
  values: string[]
  types?: string[]
}

const top = ["main", "server", "demo", "metrics"]

const server: Record<string, Floor> = {
  edge: { values: ["chat", "present", "wire", "lib"], types: ["store", "blobs", "config"] },
  chat: { values: ["store", "blobs", "cluster", "wire", "lib"] },
  delivery: { values: ["present", "store", "cluster", "wire", "lib"], types: ["chat/events", "config"] },
  present: { values: ["wire", "lib"], types: ["store"] },
  store: { values: ["lib"] },
  blobs: { values: ["lib"] },
  cluster: { values: ["lib"] },
  wire: { values: [] },
  config: { values: [] },
  lib: { values: [] },
}

const page: Record<string, Floor> = {
  ui: { values: ["state", "text", "wire"] },
  state: { values: ["connection", "text", "wire", "../client"] },
  connection: { values: ["wire", "../client"] },
  text: { values: [] },
  wire: { values: [], types: ["../client"] },
}

/** Pages that are built from those floors. */
const pages = ["web/chat/", "web/dashboard/"]

/** What only a few files may do, wherever they stand. */
const habits = [
  {
    pattern: /\bprocess\.env\b/,
    places: ["src/config/env.ts"],
    sentence: "reads the environment, which only src/config/env.ts does",
  },
  {
    pattern: /\.emit\(/,
    places: ["src/delivery/sockets.ts", "src/edge/socket/"],
    sentence: "emits to sockets, which only src/delivery/sockets.ts and src/edge/socket do",
  },
  {
    pattern: /["'`]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM) /,
    places: ["src/store/"],
    sentence: "holds SQL, which only src/store does",
  },
]

/** @returns one sentence for each break of the rules. */
export function findBreaks(root: string): string[] {
  const files = globSync(["src/**/*.ts", "client/src/**/*.ts", "web/**/*.ts", "web/**/*.tsx"], {
    cwd: root,
  }).sort()
  return files.flatMap(file => breaksOf(file, readFileSync(join(root, file), "utf8")))
}

/** @param file its path from the root, with forward slashes. */
function breaksOf(file: string, text: string): string[] {
  const imports = importsOf(text)
    .filter(({ from }) => from.startsWith("."))
    .filter(({ from, typeOnly }) => !mayImport(file, normalize(join(dirname(file), from)), typeOnly))
    .map(({ from, typeOnly }) => `${file} may not import ${typeOnly ? "even types of " : ""}${from}`)
  const odd = habits
    .filter(({ pattern, places }) => {
      const allowed = !file.startsWith("src/") || places.some(place => file.startsWith(place))
      return !allowed && pattern.test(text)
    })
    .map(({ sentence }) => `${file} ${sentence}`)
  return [...imports, ...odd]
}

interface Import {
  from: string
  typeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s)?\s*([^"';]*?)\s*from\s+["']([^"']+)["']/gm
const effect = /^import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm

function importsOf(text: string): Import[] {
  const named = [...text.matchAll(statement)].map(([, type, names = "", from = ""]) => ({
    from,
    typeOnly: type !== undefined || isAllTypes(names),
  }))
  const others = [...text.matchAll(effect)].map(([, plain, dynamic]) => ({
    from: plain ?? dynamic ?? "",
    typeOnly: false,
  }))
  return [...named, ...others]
}

/** True for `{ type A, type B }`. */
function isAllTypes(names: string): boolean {
  const inner = /^\{([^}]*)\}$/.exec(names)?.[1]
  if (inner === undefined) return false
  const words = inner.split(",").map(word => word.trim())
  return words.filter(word => word !== "").every(word => word.startsWith("type "))
}

function mayImport(file: string, target: string, typeOnly: boolean): boolean {
  if (file.startsWith("src/"))
    return isAllowed(placeIn("src/", file), placeIn("src/", target), typeOnly, server)
  const folder = pages.find(folder => file.startsWith(folder))
  if (!folder) return target.startsWith(dirname(file))
  return isAllowed(placeIn(folder, file), placeIn(folder, target), typeOnly, page)
}

function isAllowed(
  place: string,
  target: string | undefined,
  typeOnly: boolean,
  floors: Record<string, Floor>,
): boolean {
  const own = floorOf(place)
  if (target === undefined) return false
  if (floors === server ? top.includes(own) : ["main", "outside"].includes(own)) return true
  const floor = floors[own]
  if (!floor) return false
  if (floorOf(target) === own) return true
  const allowed = [...floor.values, ...(typeOnly ? (floor.types ?? []) : [])]
  return allowed.some(name => target === name || target.startsWith(`${name}/`))
}

/** The path inside the folder, without its ending: `chat/events`. */
function placeIn(folder: string, path: string): string {
  return path.startsWith(folder) ? path.slice(folder.length).replace(/\.tsx?$/, "") : `../${path}`
}

const floorOf = (place: string) => place.split("/")[0] ?? ""
