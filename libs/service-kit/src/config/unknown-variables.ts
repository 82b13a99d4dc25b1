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
    const edits = editDistance(name, candidate)
    if (edits < bestEdits) {
      best = candidate
      bestEdits = edits
    }
  }
  return best
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
