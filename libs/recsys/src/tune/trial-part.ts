/** The part of a timeline that settings are tried on. */
import { sampleViewers } from '../timeline/sample-viewers.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { LEAST_QUESTIONS } from './grid.ts'
import { holdOut } from './hold-out.ts'
import type { HoldOut } from './hold-out.ts'

export interface Part {
  readonly timeline: Timeline
  readonly held: HoldOut
}

export interface Sample extends Part {
  readonly viewers: number
}

/** `null` where everything is tried: it is not too much, or its sample holds out too little to choose by, or in another way. */
export function sampleOf(timeline: Timeline, held: HoldOut, most: number): Sample | null {
  const sample = sampleViewers(timeline, most)
  if (sample === null) return null
  const part = { ...sample, held: holdOut(sample.timeline) }
  return part.held.kind === held.kind && isEnough(part.held) ? part : null
}

export function isEnough({ plays, before }: HoldOut): boolean {
  return plays.length >= LEAST_QUESTIONS && before.titles.length >= LEAST_QUESTIONS
}
