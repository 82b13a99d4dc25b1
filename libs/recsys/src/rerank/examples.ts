/**
 * What the re-ranker learns from: questions that were answered by what the viewer did next. For each, the candidates (the best few
 * of every channel), their features, and which of them were right.
 */
import { accumulate } from '../score/accumulate.ts'
import { findCandidates } from '../score/candidates.ts'
import type { ChannelPlan, ScoredHistory } from '../score/channel-plan.ts'
import { PRIOR_FEATURES, againFeatures, featureCount, logOf } from '../score/features.ts'
import type { PopularityClock } from '../score/popularity-clock.ts'
import type { RowSource } from '../score/row-source.ts'
import { readShares } from '../score/score-candidates.ts'
import { createScratch, titleOf } from '../score/scratch.ts'
import { BLOCK } from '../score/scratch-arrays.ts'

export interface Examples {
  /** Numbers of a candidate. */
  readonly features: number
  /** Question q's candidates stand at offsets[q] .. offsets[q + 1]. */
  readonly offsets: readonly number[]
  /** Candidate by candidate. */
  readonly values: Float32Array
  /** 1: what was asked for. */
  readonly right: Uint8Array
  /** What was asked for, also where no channel found it. */
  readonly targets: readonly number[]
}

export interface Question {
  readonly history: ScoredHistory
  /** Not to be recommended. */
  readonly leftOut: Iterable<number>
  /** Titles watched before, from the newest: their places; `null`: they are left out. */
  readonly placeOf: ((item: number) => number) | null
  readonly targets: readonly number[]
  readonly atMs: number
}

export interface ExampleWriter {
  ask(question: Question): void
  finish(): Examples
}

export function createExampleWriter(
  plan: ChannelPlan,
  rows: RowSource,
  popularity: PopularityClock,
  titles: number,
  again: boolean,
): ExampleWriter {
  const scratch = createScratch()
  const width = plan.channels.length
  const features = featureCount(width, again)
  const offsets = [0]
  const targets: number[] = []
  let values = new Float32Array(1 << 16)
  let right = new Uint8Array(1 << 12)
  let size = 0
  const prior = new Float64Array(PRIOR_FEATURES)
  const room = (candidates: number): void => {
    if ((size + candidates) * features > values.length) values = grown(values, (size + candidates) * features * 2)
    if (size + candidates > right.length) {
      const larger = new Uint8Array((size + candidates) * 2)
      larger.set(right)
      right = larger
    }
  }
  return {
    ask: (question) => {
      scratch.clear(titles)
      for (const item of question.leftOut) scratch.leaveOut(item)
      accumulate(plan, rows, question.history, scratch)
      const scales = findCandidates(plan, scratch, null)
      const count = scratch.size
      room(count)
      const wanted = new Set(question.targets)
      for (let at = 0; at < count; at++) {
        const within = at % BLOCK
        if (within === 0) readShares(plan, scratch, scales, at, Math.min(count, at + BLOCK))
        const { candidates, shares } = scratch.arrays
        const item = titleOf(scratch, candidates[at] ?? 0)
        let to = size * features
        for (let c = 0; c < width; c++) {
          const v = shares[within * plan.slots + (plan.slotOf[c] ?? 0)] ?? 0
          values[to + c] = v
          values[to + width + c] = logOf(Math.max(0, v))
        }
        to += 2 * width
        popularity.features(item, question.atMs, prior, 0)
        values.set(prior, to)
        if (again) values.set(againFeatures(question.placeOf?.(item) ?? -1), to + PRIOR_FEATURES)
        right[size] = wanted.has(item) ? 1 : 0
        size += 1
      }
      offsets.push(size)
      targets.push(question.targets.length)
    },
    finish: () => ({
      features,
      offsets,
      values: values.subarray(0, size * features),
      right: right.subarray(0, size),
      targets,
    }),
  }
}

/** Questions `from` to `to` - 1. Their candidates stay where they are. */
export function questionsOf(examples: Examples, from: number, to: number): Examples {
  return { ...examples, offsets: examples.offsets.slice(from, to + 1), targets: examples.targets.slice(from, to) }
}

function grown(values: Float32Array, room: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(room)
  larger.set(values)
  return larger
}
