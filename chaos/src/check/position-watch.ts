/** I4: positions of the store only grow, between two times that Redis itself was taken back, and never pass the log's end. */

export interface PositionSample {
  /** Changes whenever Redis was killed or rolled back: what was there before says nothing any more. */
  readonly epoch: number
  /** By partition. */
  readonly positions: readonly number[]
  /** Ends of the log, asked for after the positions. */
  readonly ends: readonly number[]
}

export interface PositionWatch {
  add(sample: PositionSample): void
  readonly samples: number
  readonly movedBack: number
  readonly pastEnd: number
}

export function createPositionWatch(): PositionWatch {
  let last: PositionSample | null = null
  const counts = { samples: 0, movedBack: 0, pastEnd: 0 }
  return {
    get samples() {
      return counts.samples
    },
    get movedBack() {
      return counts.movedBack
    },
    get pastEnd() {
      return counts.pastEnd
    },
    add(sample) {
      counts.samples += 1
      const before = last?.epoch === sample.epoch ? last.positions : []
      counts.movedBack += sample.positions.filter((position, p) => position < (before[p] ?? 0)).length
      counts.pastEnd += sample.positions.filter((position, p) => position > (sample.ends[p] ?? 0)).length
      last = sample
    },
  }
}
