/** Which process a number means: process ids are used again, and a killed process may still stand in the table. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

export const processIdentitySchema = z.object({
  pid: z.int().positive(),
  /** Boot of the machine and start of the process within it. Empty where the system does not tell. */
  started: z.string(),
})

export type ProcessIdentity = z.output<typeof processIdentitySchema>

export function identityOfThisProcess(): ProcessIdentity {
  return { pid: process.pid, started: readStart(process.pid) ?? '' }
}

/** Whether that very process still runs. Where the system does not tell start times, any process of that number counts. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (!takesSignals(identity.pid)) return false
  const started = readStart(identity.pid)
  return started === null ? identity.started === '' : started === identity.started
}

function takesSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** `null` where there is no /proc, or the process is a zombie. */
function readStart(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in brackets that may hold anything; state and start time are fields 3 and 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    return state === 'Z' || state === 'X' ? null : `${boot}:${fields[19] ?? ''}`
  } catch {
    return null
  }
}
