import type { Message } from 'kafkajs'
import type { Position } from '@upnext/ports'

/** One `append` on its way: settled once, when its last record is in the log, or when the first is not. */
export interface PendingAppend {
  settled(): boolean
  place(index: number, position: Position): void
  fail(error: Error): void
}

export interface QueuedRecord {
  readonly append: PendingAppend
  /** Which of the append's records this is. */
  readonly index: number
  readonly topic: string
  readonly partition: number
  readonly message: Message
  readonly bytes: number
}

export interface BatchLimit {
  readonly records: number
  readonly bytes: number
}

/** An append of so many records, and the promise of their positions. */
export function createPendingAppend(records: number): { append: PendingAppend; placed: Promise<Position[]> } {
  const positions: Position[] = []
  let missing = records
  let settled = false
  let resolve: (positions: Position[]) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const placed = new Promise<Position[]>((res, rej) => ([resolve, reject] = [res, rej]))
  const append: PendingAppend = {
    settled: () => settled,
    place(index, position) {
      positions[index] = position
      missing -= 1
      if (missing > 0 || settled) return
      settled = true
      resolve(positions)
    },
    fail(error) {
      settled = true
      reject(error)
    },
  }
  return { append, placed }
}

/**
 * Takes the oldest records out of the queue, up to the limit but at least one; those of an append that has failed meanwhile
 * are thrown away. `bytes` counts all that left the queue.
 */
export function takeRecords(queue: QueuedRecord[], limit: BatchLimit): { records: QueuedRecord[]; bytes: number } {
  const records: QueuedRecord[] = []
  let sendBytes = 0
  let looked = 0
  for (const record of queue) {
    if (!record.append.settled()) {
      const fits = records.length < limit.records && sendBytes + record.bytes <= limit.bytes
      if (records.length > 0 && !fits) break
      records.push(record)
      sendBytes += record.bytes
    }
    looked += 1
  }
  return { records, bytes: bytesOf(queue.splice(0, looked)) }
}

export function bytesOf(records: readonly QueuedRecord[]): number {
  return records.reduce((sum, { bytes }) => sum + bytes, 0)
}
