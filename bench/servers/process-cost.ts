import { readdirSync, readFileSync } from "node:fs"

/** Clock ticks a second in /proc: fixed at 100 in Linux's interface to user space. */
const msPerTick = 10

/** The fields of /proc/PID/stat after the name, which may itself hold spaces. */
function statOf(pid: number | string): number[] {
  const text = readFileSync(`/proc/${pid}/stat`, "latin1")
  return text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number)
}

/** CPU time of a process with all its threads, user and system, in ms. */
export function cpuMsOf(pid: number): number {
  const stat = statOf(pid)
  return ((stat[11] as number) + (stat[12] as number)) * msPerTick
}

/** CPU time of a process and of all its children, living or gone. */
export function cpuMsOfFamily(pid: number): number {
  let ticks = 0
  for (const name of readdirSync("/proc").filter(name => /^\d+$/.test(name))) {
    try {
      const stat = statOf(name)
      if (Number(name) !== pid && stat[1] !== pid) continue
      for (const field of [11, 12, 13, 14]) ticks += stat[field] as number
    } catch {
      // It ended while the list was read.
    }
  }
  return ticks * msPerTick
}

export function rssBytesOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]
  return Number(kilobytes) * 1024
}
