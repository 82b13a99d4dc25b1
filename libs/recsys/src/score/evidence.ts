/**
 * Which entries of a history's rows lead to a few titles. Answers say why of some twenty titles, and scoring reads hundreds of entries for
 * each of them: to read all rows once more for those few costs less than to note anything of every entry while it is added.
 */
import type { Scratch } from './scratch.ts'

export interface Evidence {
  /** By title that was looked for: its last entry plus one; 0: it has none. */
  readonly last: Map<number, number>
  /** By entry that was found, in the order of reading: the one before of the same title, plus one; 0: none. */
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

/** By title: its place among those looked for, plus one; 0 again for all once they are found. */
let wanted = new Uint32Array(0)

/** Of titles that a scratch holds scores of. Those looked for before are not looked for again. */
export function lookFor(titles: Iterable<number>, scratch: Scratch): void {
  const { evidence, visitOf, rows, rowCount } = scratch
  const fresh = Array.from(titles).filter((title) => !evidence.last.has(title))
  const last = new Uint32Array(fresh.length + 1)
  if (wanted.length < visitOf.length) wanted = new Uint32Array(visitOf.length)
  const marks = wanted
  for (const [at, title] of fresh.entries()) marks[title] = at + 1
  for (let r = 0; r < rowCount; r++) {
    const row = rows[r]
    if (row === undefined) continue
    const { neighbours, scores, end } = row
    for (let entry = row.start; entry < end; entry++) {
      const title = marks[neighbours[entry] ?? 0] ?? 0
      if (title > 0) last[title] = note(evidence, r, scores[entry] ?? 0, last[title] ?? 0)
    }
  }
  for (const [at, title] of fresh.entries()) {
    marks[title] = 0
    evidence.last.set(title, last[at + 1] ?? 0)
  }
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
