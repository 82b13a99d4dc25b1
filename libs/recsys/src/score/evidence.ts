/**
 * Which entries of a history's rows lead to a few titles. Answers say why of some twenty titles, and scoring reads hundreds of entries for
 * each of them: to read all rows once more for those few costs less than to note anything of every entry while it is added.
 */
import type { Scratch } from './scratch.ts'

export interface Evidence {
  /** Whether it is known what leads to a title. */
  has(title: number): boolean
  /** A title's last entry plus one; 0: it has none, or was not looked for. */
  lastOf(title: number): number
  /** By entry that was found, in the order of reading: the one before of the same title, plus one; 0: none. */
  earlier: Uint32Array
  /** By entry: its row as `Scratch.rows` numbers them, and its score. */
  rows: Uint32Array
  scores: Float32Array
  /** Entries in use. */
  size: number
  /** By title: its place among those looked for, from 1; 0: it was not. No map: one that is filled and cleared for ever grows old garbage. */
  placeOf: Uint32Array
  /** By place. */
  readonly titles: number[]
  readonly last: number[]
  clear(): void
}

export function createEvidence(): Evidence {
  const evidence: Evidence = {
    has: (title) => (evidence.placeOf[title] ?? 0) > 0,
    lastOf: (title) => evidence.last[(evidence.placeOf[title] ?? 0) - 1] ?? 0,
    earlier: new Uint32Array(0),
    rows: new Uint32Array(0),
    scores: new Float32Array(0),
    size: 0,
    placeOf: new Uint32Array(0),
    titles: [],
    last: [],
    clear: () => {
      for (const title of evidence.titles) evidence.placeOf[title] = 0
      evidence.titles.length = 0
      evidence.last.length = 0
      evidence.size = 0
    },
  }
  return evidence
}

/** Of titles that a scratch holds scores of. Those looked for before are not looked for again. */
export function lookFor(titles: Iterable<number>, { evidence, visitOf, rows, rowCount }: Scratch): void {
  if (evidence.placeOf.length < visitOf.length) makeRoom(evidence, visitOf.length)
  const { placeOf, last } = evidence
  const known = last.length
  for (const title of titles) {
    if (evidence.has(title)) continue
    evidence.titles.push(title)
    placeOf[title] = last.push(0)
  }
  for (let r = 0; r < rowCount; r++) {
    const row = rows[r]
    if (row === undefined) continue
    const { neighbours, scores, end } = row
    for (let entry = row.start; entry < end; entry++) {
      const place = placeOf[neighbours[entry] ?? 0] ?? 0
      if (place > known) last[place - 1] = note(evidence, r, scores[entry] ?? 0, last[place - 1] ?? 0)
    }
  }
}

function makeRoom(evidence: Evidence, titles: number): void {
  const { placeOf } = evidence
  evidence.placeOf = new Uint32Array(titles)
  evidence.placeOf.set(placeOf)
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
