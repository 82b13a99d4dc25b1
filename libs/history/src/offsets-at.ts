/** From times to offsets: where, in each partition, the first record stands that was received at a time or later. */
import type { LogRecord } from '@upnext/ports'
import type { History } from './history.ts'
import { readHistory } from './read-history.ts'
import type { Slice } from './slice.ts'

export interface TimeSearch {
  readonly topic: string
  /** Where to look. */
  readonly slice: Slice
  /** Milliseconds. */
  readonly times: readonly number[]
  /** `null`: a record that does not say. It stays with those before it. */
  readonly receivedAt: (record: LogRecord) => number | null
  readonly signal: AbortSignal
}

/**
 * Answers, for each time, an offset for each partition: the slice's end where no record is so late. Collectors' clocks differ, so
 * later records may be of earlier times: that is why every record up to the place is looked at, in one pass for all times.
 */
export async function offsetsAt(history: History, search: TimeSearch): Promise<number[][]> {
  const { topic, slice, times, receivedAt, signal } = search
  const found = times.map(() => slice.map(({ end }) => end))
  const latestFirst = [...times.keys()].sort((a, b) => (times[b] ?? 0) - (times[a] ?? 0))
  const open = slice.map(() => [...latestFirst])
  await readHistory(history, {
    topic,
    slice,
    signal,
    onBatch: async ({ partition, records, nextOffset, end }) => {
      const left = open[partition] ?? []
      for (const record of records) {
        const at = receivedAt(record)
        for (
          let next = left.at(-1);
          next !== undefined && at !== null && at >= (times[next] ?? 0);
          next = left.at(-1)
        ) {
          left.pop()
          const offsets = found[next]
          if (offsets !== undefined) offsets[partition] = record.offset
        }
        if (left.length === 0) return end
      }
      return nextOffset
    },
  })
  return found
}
