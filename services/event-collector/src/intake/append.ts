import { ClosedError, LogUnavailableError, RecordTooLargeError } from '@upnext/ports'
import type { EventLog, NewRecord, Position } from '@upnext/ports'
import { Problem } from '../http/problem.ts'

export interface AppendOptions {
  readonly log: EventLog
  readonly timeoutMs: number
  /** Seconds to tell senders to wait: not the same for all, or they come back together. */
  readonly retryAfterS: () => number
}

/**
 * Appends, or throws the `Problem` that the sender is told: a 503 where nothing can be promised (the records may be in the
 * log all the same; sending them again does no harm).
 */
export async function appendOrRefuse(
  topic: string,
  records: readonly NewRecord[],
  { log, timeoutMs, retryAfterS }: AppendOptions,
): Promise<Position[]> {
  if (records.length === 0) return []
  const late = Symbol('late')
  let alarm: NodeJS.Timeout | undefined
  const timeUp = new Promise<typeof late>((resolve) => {
    alarm = setTimeout(() => resolve(late), timeoutMs)
  })
  try {
    const result = await Promise.race([log.append(topic, records), timeUp])
    if (result !== late) return result
  } catch (cause) {
    if (cause instanceof LogUnavailableError || cause instanceof ClosedError) throw unavailable(retryAfterS(), cause)
    if (cause instanceof RecordTooLargeError) throw recordTooLarge(cause)
    throw cause
  } finally {
    clearTimeout(alarm)
  }
  throw unavailable(retryAfterS(), new Error(`the log did not answer within ${timeoutMs} ms`))
}

function unavailable(retryAfterS: number, cause: Error): Problem {
  return new Problem({
    status: 503,
    code: 'log_unavailable',
    message: 'the log cannot take events now; nothing was promised',
    whatToDo: 'send the same request again after the time in Retry-After',
    retryAfterS,
    cause,
  })
}

function recordTooLarge(cause: Error): Problem {
  return new Problem({
    status: 413,
    code: 'record_too_large',
    message: 'the log does not take records of this size',
    whatToDo: 'send smaller events',
    cause,
  })
}
