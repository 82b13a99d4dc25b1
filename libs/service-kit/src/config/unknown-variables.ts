import leven from 'leven'
import type { Environment } from './load-config.ts'
import type { Variables } from './variable.ts'

const PREFIX = 'UPNEXT_'
/** Where tests find their servers: no service reads them. */
const TEST_PREFIX = 'UPNEXT_TEST_'
/** More edits than this, and it is another word rather than a slip. */
const MAX_EDITS = 3

/** One line for each `UPNEXT_*` of the environment that is not declared, with the declared name it comes nearest to. */
export function unknownVariables(variables: Variables, env: Environment): string[] {
  const known = Object.keys(variables)
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !name.startsWith(TEST_PREFIX) && !known.includes(name))
    .sort()
    .map((name) => {
      const near = nearest(name, known)
      return near === null ? `${name} is not used here` : `${name} is not used here: did you mean ${near}?`
    })
}

function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null
  let bestEdits = MAX_EDITS + 1
  for (const candidate of known) {
    const edits = leven(name, candidate)
    if (edits < bestEdits) {
      best = candidate
      bestEdits = edits
    }
  }
  return best
}
