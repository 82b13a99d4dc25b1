import { HistoryLostError, PositionPastEndError } from '@upnext/ports'
import type { LogRecord, Reader } from '@upnext/ports'

const BATCH = 500
const FIRST_PAUSE_MS = 1
const LONGEST_PAUSE_MS = 50

/** A partition as its readers see it. */
export interface PartitionSource {
  readonly records: readonly LogRecord[]
  /** First offset that is not forgotten. */
  readonly start: number
  /** Resolves at the next append. */
  changed(): Promise<void>
}

export interface PartitionReading {
  readonly topic: string
  readonly partition: number
  readonly source: PartitionSource
  readonly reader: Reader
  /** Where to start; asked once. */
  readonly start: () => Promise<number>
  /** Told when the reader's position lies where there is no log: this loop has ended. */
  readonly onLost: (error: Error) => void
}

export interface PartitionLoop {
  /** Resolves after the batch in hand; none is given out afterwards. */
  close(): Promise<void>
}

/** Offers a partition's records, batch by batch, until closed. A batch that was refused is offered again after a pause. */
export function readPartition(reading: PartitionReading): PartitionLoop {
  const stop = createStop()
  const finished = loop(reading, stop)
  return {
    async close() {
      stop.give()
      await finished
    },
  }
}

/** An AbortController makes an error with a stack each time, which is slow where tests open thousands of readers. */
interface Stop {
  readonly given: Promise<void>
  isGiven(): boolean
  give(): void
}

function createStop(): Stop {
  let isGiven = false
  let resolve: () => void = () => undefined
  const given = new Promise<void>((done) => {
    resolve = done
  })
  return {
    given,
    isGiven: () => isGiven,
    give() {
      isGiven = true
      resolve()
    },
  }
}

async function loop({ topic, partition, source, reader, start, onLost }: PartitionReading, stop: Stop): Promise<void> {
  let position: number | null = null
  let pauseMs = FIRST_PAUSE_MS
  while (!stop.isGiven()) {
    // Asked before looking, so that an append in between is not missed.
    const changed = source.changed()
    try {
      position ??= await start()
    } catch {
      await Promise.race([pause(LONGEST_PAUSE_MS), stop.given])
      continue
    }
    if (position > source.records.length) {
      const end = source.records.length
      onLost(new PositionPastEndError(`position ${position} of ${topic}/${partition} is past the log's end ${end}`))
      return
    }
    if (position < source.start && reader.losesHistory !== true) {
      onLost(
        new HistoryLostError(`position ${position} of ${topic}/${partition} is before the log's start ${source.start}`),
      )
      return
    }
    const first = Math.max(position, source.start)
    const records = source.records.slice(first, first + BATCH)
    if (records.length === 0) {
      await Promise.race([changed, stop.given])
      continue
    }
    if (stop.isGiven()) return
    const nextOffset = first + records.length
    const batch = { topic, partition, position, records, nextOffset, end: source.records.length }
    try {
      position = await reader.onBatch(batch)
      pauseMs = FIRST_PAUSE_MS
    } catch (error) {
      reader.onRetry?.(error instanceof Error ? error : new Error(String(error)), batch)
      await Promise.race([pause(pauseMs), stop.given])
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Tells a reader once, however many of its partitions are lost. */
export function crashOnce(reader: Reader): (error: Error) => void {
  let told = false
  return (error) => {
    if (!told) reader.onCrash?.(error)
    told = true
  }
}
