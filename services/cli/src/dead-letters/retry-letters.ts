/**
 * Sends the records of dead letters again: original key, value and headers, to the topic where they stood. Sent twice they change
 * nothing more, because folding an event again changes nothing. A letter is marked only after its record was taken.
 */
import { encodeDeadLetterRetried } from '@upnext/contracts'
import type { DeadLetter } from '@upnext/contracts'
import { readHistory } from '@upnext/history'
import type { History } from '@upnext/history'
import type { Clock, NewRecord } from '@upnext/ports'
import { readRecord } from './read-letters.ts'
import type { LetterId, Letters } from './read-letters.ts'

export interface Retrying {
  /** Topic of the dead letters. */
  readonly topic: string
  readonly letters: Pick<Letters, 'slice'>
  readonly chosen: ReadonlySet<LetterId>
  readonly clock: Clock
  readonly onRetried: (retried: number) => void
  readonly signal: AbortSignal
}

/** Answers how many were sent again. Rejects with the log's error; what was marked until then is done. */
export async function retryLetters(history: History, retrying: Retrying): Promise<number> {
  const { topic, letters, chosen, clock, onRetried, signal } = retrying
  const failed = new AbortController()
  let retried = 0
  await readHistory(
    { ...history, mayLose: true },
    {
      topic,
      slice: letters.slice,
      signal: AbortSignal.any([signal, failed.signal]),
      onBatch: async ({ partition, records, nextOffset }) => {
        const own = records.flatMap((record) => {
          const read = chosen.has(`${partition}:${record.offset}`) ? readRecord(record) : null
          return read?.kind === 'letter' ? [{ offset: record.offset, letter: read.letter }] : []
        })
        try {
          await sendAgain(history, own)
          const retriedAtMs = clock.now()
          const marks = own.map(({ offset, letter }) =>
            encodeDeadLetterRetried(letter.key, { partition, offset, retriedAtMs }),
          )
          if (marks.length > 0) await history.log.append(topic, marks)
        } catch (error) {
          // The log would offer the batch for ever; whoever asked is to hear of it.
          failed.abort(error instanceof Error ? error : new Error(String(error)))
          throw error
        }
        retried += own.length
        onRetried(retried)
        return nextOffset
      },
    },
  )
  return retried
}

async function sendAgain({ log }: History, own: readonly { readonly letter: DeadLetter }[]): Promise<void> {
  const byTopic = new Map<string, NewRecord[]>()
  for (const { letter } of own) byTopic.set(letter.topic, [...(byTopic.get(letter.topic) ?? []), originalOf(letter)])
  for (const [topic, records] of byTopic) await log.append(topic, records)
}

function originalOf({ key, value, headers }: DeadLetter): NewRecord {
  const texts = Object.entries(headers).map(([name, bytes]) => [name, bytes.toString('utf8')] as const)
  return { key, value, headers: Object.fromEntries(texts) }
}
