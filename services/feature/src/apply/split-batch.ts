/** Cuts a batch into runs that touch few enough viewers for one store call. */
import type { ReadRecord } from './fold-records.ts'

export interface Run {
  readonly records: readonly ReadRecord[]
  /** Where reading goes on after this run. */
  readonly nextOffset: number
}

/** At least one run, so that an empty batch moves the position over a gap in the log; the last one ends at `nextOffset`. */
export function splitBatch(records: readonly ReadRecord[], nextOffset: number, viewersARun: number): Run[] {
  const runs: Run[] = []
  let run: ReadRecord[] = []
  let viewers = new Set<string>()
  for (const read of records) {
    if (read.outcome === 'event' && viewers.size === viewersARun && !viewers.has(read.viewer)) {
      runs.push({ records: run, nextOffset: read.record.offset })
      run = []
      viewers = new Set()
    }
    run.push(read)
    if (read.outcome === 'event') viewers.add(read.viewer)
  }
  return [...runs, { records: run, nextOffset }]
}
