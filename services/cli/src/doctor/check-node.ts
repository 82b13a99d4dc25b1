import type { Finding } from './check.ts'
import { fail, ok } from './check.ts'

const FLOOR = [20, 19] as const

/** `version` as in `process.versions.node`. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])
  if (enough) return ok('Node', version)
  return fail('Node', `${version} is too old`, `install Node ${FLOOR.join('.')} or newer`)
}
