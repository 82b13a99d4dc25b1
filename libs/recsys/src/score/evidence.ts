/**
 * Which entries of a history's rows lead to a few titles. Answers say why of some twenty titles, and scoring reads hundreds of entries for
 * each of them: to go through all once more for those few costs less than to chain every entry to the one before it of the same
 * title while it is added.
 */
import type { Scratch } from './scratch.ts'

export interface Evidence {
  /** By title that was looked for: its last entry plus one; 0: it has none. */
  readonly last: Map<number, number>
  /** By entry, in the order of reading: the one before of the same title, plus one; 0: none. */
  earlier: Uint32Array
  /** By entry: its row as `Scratch.rows` numbers them, and its score. */
  rows: Uint32Array
  scores: Float32Array
  /** Entries in use. */
  size: number
  clear(): void
}

export function createEvidence(): Evidence {
  const evidence: Evidence = {
    last: new Map(),
    earlier: new Uint32Array(0),
    rows: new Uint32Array(0),
    scores: new Float32Array(0),
    size: 0,
    clear: () => {
      evidence.last.clear()
      evidence.size = 0
    },
  }
  return evidence
}

/** By visit: the place of its title among those looked for, plus one; 0 again for all once they are found. */
let wanted = new Uint32Array(0)

/** Of titles that a scratch holds scores of, `rows` rows in all. Those looked for before are not looked for again. */
export function lookFor(titles: Iterable<number>, rows: number, scratch: Scratch): void {
  const { evidence, entryVisits, entryScores, rowStarts } = scratch
  const fresh = Array.from(titles).filter((title) => !evidence.last.has(title))
  const last = new Uint32Array(fresh.length + 1)
  if (wanted.length < entryVisits.length + 1) wanted = new Uint32Array(entryVisits.length + 1)
  for (const [at, title] of fresh.entries()) mark(title, at + 1, scratch)
  const marks = wanted
  for (let row = 0; row < rows; row++) {
    const end = rowStarts[row + 1] ?? 0
    for (let entry = rowStarts[row] ?? 0; entry < end; entry++) {
      const title = marks[entryVisits[entry] ?? 0] ?? 0
      if (title > 0) last[title] = note(evidence, row, entryScores[entry] ?? 0, last[title] ?? 0)
    }
  }
  for (const [at, title] of fresh.entries()) {
    mark(title, 0, scratch)
    evidence.last.set(title, last[at + 1] ?? 0)
  }
}

/** All visits of the title. */
function mark(title: number, as: number, { visitOf, base, visits }: Scratch): void {
  for (let visit = (visitOf[title] ?? 0) - base; visit > 0; visit = visits[2 * visit + 1] ?? 0) wanted[visit] = as
}

/** Answers the entry's number plus one. */
function note(evidence: Evidence, row: number, score: number, earlier: number): number {
  const found = evidence.size++
  if (found >= evidence.rows.length) grow(evidence)
  evidence.rows[found] = row
  evidence.scores[found] = score
  evidence.earlier[found] = earlier
  return found + 1
}

const LEAST_ROOM = 512

function grow(evidence: Evidence): void {
  const room = Math.max(LEAST_ROOM, 2 * evidence.rows.length)
  const { rows, scores, earlier } = evidence
  evidence.rows = new Uint32Array(room)
  evidence.scores = new Float32Array(room)
  evidence.earlier = new Uint32Array(room)
  evidence.rows.set(rows)
  evidence.scores.set(scores)
  evidence.earlier.set(earlier)
}
