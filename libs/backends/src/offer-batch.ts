import { setTimeout as pause } from 'node:timers/promises'
import type { Reader, RecordBatch } from '@upnext/ports'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/**
 * Gives a batch to the reader until it is accepted, with a pause that doubles from 100 ms to 5 s. Answers the offset to go on
 * from, or `null` when `stopped` came first: the batch in hand is always waited for, only the next try is not made.
 */
export async function offerBatch(reader: Reader, batch: RecordBatch, stopped: AbortSignal): Promise<number | null> {
  if (stopped.aborted) return null
  return (await offerOnce(reader, batch)) ?? offerAgain(reader, batch, stopped)
}

/** One try. `null` when the reader rejected, of which it has been told. */
export async function offerOnce(reader: Reader, batch: RecordBatch): Promise<number | null> {
  try {
    return checkedOffset(await reader.onBatch(batch))
  } catch (error) {
    reader.onRetry?.(toError(error), batch)
    return null
  }
}

/** What `offerBatch` does from the first pause on. */
export function offerAgain(reader: Reader, batch: RecordBatch, stopped: AbortSignal): Promise<number | null> {
  return againAndAgain(() => offerOnce(reader, batch), stopped)
}

/** Asks the store for a position until it answers, with the same pauses; `null` when `stopped` came first. */
export async function askPosition(position: () => Promise<number>, stopped: AbortSignal): Promise<number | null> {
  // Whoever keeps the positions knows why it could not answer, and says so; here it is only asked again.
  const ask = async (): Promise<number | null> => position().then(checkedOffset, () => null)
  return (await ask()) ?? againAndAgain(ask, stopped)
}

export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

async function againAndAgain(attempt: () => Promise<number | null>, stopped: AbortSignal): Promise<number | null> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    // The only way the pause rejects is the signal, which is looked at next.
    await pause(pauseMs, undefined, { signal: stopped }).catch(() => undefined)
    if (stopped.aborted) return null
    const answer = await attempt()
    if (answer !== null) return answer
  }
}

function checkedOffset(offset: number): number {
  if (Number.isSafeInteger(offset) && offset >= 0) return offset
  throw new RangeError(`a reader answered ${offset}, which is no offset`)
}
