import { readFileSync } from 'node:fs'

/** Whether a process runs. One that is dead and only waits to be noticed by its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    // No /proc: gone since, or a system without one.
    return process.platform !== 'linux'
  }
}
