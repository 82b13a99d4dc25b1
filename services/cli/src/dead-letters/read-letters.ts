/** The dead letters that there are, without the records that they hold: those may be many and large. */
import { KIND_HEADER, MalformedRecordError, decodeDeadLetterRecord } from '@upnext/contracts'
import type { DeadLetter } from '@upnext/contracts'
import { readHistory, sliceOf } from '@upnext/history'
import type { History, Slice } from '@upnext/history'
import type { LogRecord } from '@upnext/ports'

/** Where a letter stands: `partition:offset` in the topic of dead letters. */
export type LetterId = `${number}:${number}`

export interface LetterFacts {
  readonly id: LetterId
  /** Where the record stood. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly reason: string
  readonly service: string
  readonly codeVersion: string
  readonly failedAtMs: number
  /** Of the original value. */
  readonly bytes: number
  /** What the original record said that it is. */
  readonly kind: string | null
  /** When its record was last sent again. */
  readonly retriedAtMs: number | null
}

export interface Letters {
  /** Oldest first. */
  readonly letters: readonly LetterFacts[]
  /** Records of the topic that are no dead letters. */
  readonly unreadable: number
  /** What was read: the letters stand in here. */
  readonly slice: Slice
}

export async function readLetters(history: History, topic: string, signal: AbortSignal): Promise<Letters> {
  // Letters leave by retention, and nobody misses them.
  const forgetful = { ...history, mayLose: true }
  const slice = await sliceOf(forgetful, topic)
  const found = new Map<LetterId, LetterFacts>()
  const retried = new Map<LetterId, number>()
  let unreadable = 0
  await readHistory(forgetful, {
    topic,
    slice,
    signal,
    onBatch: async ({ partition, records, nextOffset }) => {
      for (const record of records) {
        const read = readRecord(record)
        if (read === null) unreadable += 1
        else if (read.kind === 'retried')
          retried.set(`${read.retried.partition}:${read.retried.offset}`, read.retried.retriedAtMs)
        else found.set(`${partition}:${record.offset}`, factsOf(`${partition}:${record.offset}`, read.letter))
      }
      return nextOffset
    },
  })
  const letters = [...found.values()].map((facts) => ({ ...facts, retriedAtMs: retried.get(facts.id) ?? null }))
  return { letters: letters.sort(byTime), unreadable, slice }
}

/** `null` for what is no dead letter. */
export function readRecord(record: LogRecord): ReturnType<typeof decodeDeadLetterRecord> | null {
  try {
    return decodeDeadLetterRecord(record)
  } catch (error) {
    if (error instanceof MalformedRecordError) return null
    throw error
  }
}

function factsOf(id: LetterId, letter: DeadLetter): LetterFacts {
  const { topic, partition, offset, reason, service, codeVersion, failedAtMs, value, headers } = letter
  const kind = headers[KIND_HEADER]?.toString('utf8') ?? null
  return {
    id,
    topic,
    partition,
    offset,
    reason,
    service,
    codeVersion,
    failedAtMs,
    bytes: value.length,
    kind,
    retriedAtMs: null,
  }
}

function byTime(a: LetterFacts, b: LetterFacts): number {
  return a.failedAtMs - b.failedAtMs || a.partition - b.partition || a.offset - b.offset
}
