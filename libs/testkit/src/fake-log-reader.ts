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
  { topic, partition, source, reader, start }: PartitionReading,
  signal: AbortSignal,
  stop: Promise<void>,
): Promise<void> {
  let position: number | null = null
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    // Asked before looking, so that an append in between is not missed.
    const changed = source.changed()
    try {
      position ??= await start()
    } catch {
      await Promise.race([pause(LONGEST_PAUSE_MS), stop])
      continue
    }
    const records = source.records.slice(position, position + BATCH)
    if (records.length === 0) {
      await Promise.race([changed, stop])
      continue
    }
    if (signal.aborted) return
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
