/** Cuts a batch into runs that touch few enough viewers for one store call. */
import type { ViewerKey } from '@upnext/contracts'
import type { KeyedRecord } from './read-record.ts'

export interface Run {
  readonly records: readonly KeyedRecord[]
  readonly viewers: ReadonlySet<ViewerKey>
  /** Where reading goes on after this run. */
  readonly nextOffset: number
}

/** At least one run, so that an empty batch moves the position over a gap in the log; the last one ends at `nextOffset`. */
export function splitBatch(records: readonly KeyedRecord[], nextOffset: number, viewersARun: number): Run[] {
  const runs: Run[] = []
  let run: KeyedRecord[] = []
  let viewers = new Set<ViewerKey>()
  for (const keyed of records) {
    const { record, viewer } = keyed
    if (viewer !== null && viewers.size === viewersARun && !viewers.has(viewer)) {
      runs.push({ records: run, viewers, nextOffset: record.offset })
      run = []
      viewers = new Set()
    }
    run.push(keyed)
    if (viewer !== null) viewers.add(viewer)
  }
  return [...runs, { records: run, viewers, nextOffset }]
}
