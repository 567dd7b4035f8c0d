import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** Loaded into the servers under test before their own code: a signal drops the garbage, so that memory can be compared. */
setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void
process.on("SIGUSR2", () => collect())
