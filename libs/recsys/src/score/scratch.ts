/** Working memory of scoring, kept between queries so that a query leaves no garbage but its answer. For one ranking at a time. */
import { createArena } from '../dense/arena.ts'
import { createEvidence } from './evidence.ts'
import type { Evidence } from './evidence.ts'
import { createScoringKernels } from './scoring-kernels.ts'
import type { ScoringKernels } from './scoring-kernels.ts'
import { layOut } from './scratch-arrays.ts'
import type { Room, ScratchArrays } from './scratch-arrays.ts'

export interface Scratch {
  /** Whatever a query did, the next one finds the scratch as new. Makes room for titles numbered 0 to `titles` - 1. */
  clear(titles: number): void
  /** Makes room for what a query reads, before it reads anything. */
  reserve(room: Omit<Room, 'titles'>): void
  /** Neither scored nor counted for a channel's greatest. Before anything is added. */
  leaveOut(title: number): void
  readonly leftOut: readonly number[]
  /** Stands for whose scores these are, and holds nothing of them; see `next-ranking.ts`. */
  holder: object | null
  /** Others after `reserve`, and so are the kernels. */
  readonly arrays: ScratchArrays
  readonly kernels: ScoringKernels
  /** What a visit's number is written with in `visitOf`: more than anything that an earlier query wrote there. */
  readonly base: number
  /** By pass: where its visits begin, and the end of the last. */
  readonly visitStarts: number[]
  /** Visit v's sum of reading r of pass p stands at origins[p] + v * (2 * the pass's pairs) + r. */
  readonly origins: number[]
  /** By pass and place in the history; as many are in use. */
  rowCount: number
  /** Candidates in use. */
  size: number
  /** Entries that were looked for to say why. */
  readonly evidence: Evidence
  /** By place in the history: for one title at a time; see `causes.ts`. */
  readonly parts: Float64Array
  /** Of no meaning; see `read-rows.ts`. */
  warmth: number
}

/** No query has so many visits; `base` counts on until one more might not fit; then `visitOf` is cleared. */
const MOST_VISITS = 1 << 28
const FARTHEST_BASE = 0x7fffffff - 2 * MOST_VISITS

const NOTHING: Room = { titles: 0, passes: 0, slots: 0, rows: 0, entries: 0, cells: 0 }
const SIZES = ['passes', 'slots', 'rows', 'entries', 'cells'] as const
/** More than was asked for: the next query will hardly be as large as this one, or a little larger. */
const SPARE = 1.5

export function createScratch(): Scratch {
  const arena = createArena(0)
  const leftOut: number[] = []
  let room = NOTHING
  const make = (asked: Room): void => {
    scratch.arrays = layOut(arena, asked)
    room = asked
    scratch.kernels = createScoringKernels(arena.memory, scratch.arrays)
    scratch.base = 0
    if (room.rows > scratch.parts.length) scratch.parts = new Float64Array(room.rows)
  }
  const arrays = layOut(arena, room)
  const scratch = {
    holder: null,
    leftOut,
    arrays,
    kernels: createScoringKernels(arena.memory, arrays),
    base: 0,
    visitStarts: [1],
    origins: [] as number[],
    rowCount: 0,
    size: 0,
    evidence: createEvidence(),
    parts: new Float64Array(0),
    warmth: 0,
    clear: (titles: number): void => {
      leftOut.length = 0
      scratch.base += scratch.visitStarts.at(-1) ?? 0
      scratch.visitStarts.fill(1)
      scratch.size = 0
      scratch.holder = null
      scratch.rowCount = 0
      scratch.evidence.clear(scratch.arrays)
      if (titles > room.titles) make({ ...room, titles: Math.ceil(titles * SPARE) })
      else if (scratch.base > FARTHEST_BASE) make(room)
    },
    reserve: (asked: Omit<Room, 'titles'>): void => {
      if (SIZES.every((size) => asked[size] <= room[size])) return
      const grown = { ...room }
      for (const size of SIZES) if (asked[size] > room[size]) grown[size] = Math.ceil(asked[size] * SPARE)
      make(grown)
    },
    leaveOut: (title: number): void => {
      leftOut.push(title)
    },
  }
  return scratch
}

/** The title of a visit. */
export function titleOf({ arrays }: Pick<Scratch, 'arrays'>, visit: number): number {
  return arrays.visits[2 * visit] ?? 0
}

/** A title's newest visit; less than 1: none in this query. */
export function newestVisitOf({ arrays, base }: Pick<Scratch, 'arrays' | 'base'>, title: number): number {
  return (arrays.visitOf[title] ?? 0) - base
}
