import leven from 'leven'

/** More edits than this, and it is another word rather than a slip. */
const MOST_EDITS = 3

/** The known name that a mistyped one was meant to be; `null`: none comes near. */
export function nearest(name: string, known: readonly string[]): string | null {
  // Longer words are another one for sure, and comparing takes the product of the lengths.
  const close = known.filter((candidate) => Math.abs(candidate.length - name.length) <= MOST_EDITS)
  const ranked = close.map((candidate) => ({ candidate, edits: leven(name, candidate) }))
  const best = ranked.sort((a, b) => a.edits - b.edits)[0]
  return best !== undefined && best.edits <= Math.min(MOST_EDITS, name.length / 2) ? best.candidate : null
}
