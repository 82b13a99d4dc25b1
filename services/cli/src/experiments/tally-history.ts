/** Adds up an experiment from the whole history of viewer events: erasures and refusals count whenever they came. */
import { readHistory, sliceOf } from '@upnext/history'
import type { History } from '@upnext/history'
import type { RecordBatch } from '@upnext/ports'
import type { Progress } from '../print/progress.ts'
import { createTally } from './tally.ts'
import type { TalliedExperiment, TallyOptions } from './tally.ts'

export interface TallyHistoryOptions extends TallyOptions {
  readonly topic: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

export interface TalliedHistory extends TalliedExperiment {
  /** Records of all kinds. */
  readonly records: number
}

/** Up to the log's end as it is when it begins. Rejects with `HistoryLostError` where neither log nor archive has all of it. */
export async function tallyHistory(history: History, options: TallyHistoryOptions): Promise<TalliedHistory> {
  const { topic, progress, signal } = options
  const slice = await sliceOf(history, topic)
  const total = slice.reduce((sum, { start, end }) => sum + end - start, 0)
  const tally = createTally(options)
  const failed = new AbortController()
  let records = 0

  const onBatch = async (batch: RecordBatch): Promise<number> => {
    try {
      for (const record of batch.records) tally.add(batch.partition, record)
    } catch (error) {
      // A log offers a refused batch for ever.
      failed.abort(error instanceof Error ? error : new Error(String(error)))
      throw error
    }
    records += batch.records.length
    progress.update(Math.min(total, records))
    const { end = 0 } = slice[batch.partition] ?? {}
    if (batch.nextOffset >= end) tally.finish(batch.partition)
    return batch.nextOffset
  }

  progress.start('events', total, 0)
  try {
    await readHistory(history, { topic, slice, onBatch, signal: AbortSignal.any([signal, failed.signal]) })
  } finally {
    progress.stop()
  }
  return { ...tally.result(), records }
}
