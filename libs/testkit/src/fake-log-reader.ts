import type { LogRecord, Reader } from '@upnext/ports'

const BATCH = 500
const FIRST_PAUSE_MS = 1
const LONGEST_PAUSE_MS = 50

/** A partition as its readers see it. */
export interface PartitionSource {
  readonly records: readonly LogRecord[]
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
  const stop = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve())
  })
  const finished = loop(reading, stop.signal, stopped)
  return {
    async close() {
      stop.abort()
      await finished
    },
  }
}

async function loop(
  { topic, partition, source, reader, start, onLost }: PartitionReading,
  signal: AbortSignal,
  stop: Promise<void>,
): Promise<void> {
  let position: number | null = null
  let pauseMs = FIRST_PAUSE_MS
  while (!isStopped(signal)) {
    // Asked before looking, so that an append in between is not missed.
    const changed = source.changed()
    try {
      position ??= await start()
    } catch {
      await Promise.race([pause(LONGEST_PAUSE_MS), stop])
      continue
    }
    if (position > source.records.length) {
      const end = source.records.length
      onLost(new Error(`position ${position} of ${topic}/${partition} lies behind the log, which ends at ${end}`))
      return
    }
    const records = source.records.slice(position, position + BATCH)
    if (records.length === 0) {
      await Promise.race([changed, stop])
      continue
    }
    if (isStopped(signal)) return
    const nextOffset = position + records.length
    const batch = { topic, partition, position, records, nextOffset, end: source.records.length }
    try {
      position = await reader.onBatch(batch)
      pauseMs = FIRST_PAUSE_MS
    } catch (error) {
      reader.onRetry?.(error instanceof Error ? error : new Error(String(error)), batch)
      await Promise.race([pause(pauseMs), stop])
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }
}

/** A function, because the compiler does not see that it changes while something is waited for. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted
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
