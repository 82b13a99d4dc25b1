/** Counts dead letters in a row. Many of them are not bad records but a bad release, or a store of another one. */
import type { FoldedRecords } from './fold-records.ts'
import type { KeyedRecord } from './read-record.ts'

/** Moved to the dead letters one after the other; the next one stops the service. */
export const DEAD_IN_A_ROW = 100

export class TooManyDeadLettersError extends Error {
  override readonly name = 'TooManyDeadLettersError'
}

export interface DeadStreak {
  /**
   * Takes notice of a run's records, in their order, before any of them is moved. Answers an error, once, where they would make
   * too many in a row, over all partitions of the process.
   */
  observe(
    partition: number,
    records: readonly Pick<KeyedRecord, 'record'>[],
    result: Pick<FoldedRecords, 'dead' | 'skipped' | 'folded'>,
  ): TooManyDeadLettersError | null
  /** Throws the error that `observe` has answered, if it has: nothing is to be moved from then on. */
  check(): void
}

export function createDeadStreak(): DeadStreak {
  // By their places: a batch that is offered again brings the same ones.
  const inARow = new Set<string>()
  let stopped: TooManyDeadLettersError | null = null

  return {
    observe(partition, records, { dead, skipped, folded }) {
      if (stopped !== null) return null
      if (dead.length === 0) {
        if (folded > 0) inARow.clear()
        return null
      }
      const reasons = new Map(dead.map(({ record, reason }) => [record.offset, reason]))
      const neither = new Set(skipped.map(({ offset }) => offset))
      for (const { record } of records) {
        const reason = reasons.get(record.offset)
        if (reason === undefined) {
          if (!neither.has(record.offset)) inARow.clear()
          continue
        }
        inARow.add(`${partition}:${record.offset}`)
        if (inARow.size > DEAD_IN_A_ROW) return (stopped = tooMany(partition, record.offset, reason))
      }
      return null
    },
    check() {
      if (stopped !== null) throw stopped
    },
  }
}

function tooMany(partition: number, offset: number, reason: string): TooManyDeadLettersError {
  return new TooManyDeadLettersError(
    `more than ${DEAD_IN_A_ROW} records in a row cannot be folded, the last for ${reason} at offset ${offset} of partition ` +
      `${partition}: this release is broken, or too old for what is stored. Fix it or go back to the one before, and start again: ` +
      'nothing is lost, reading goes on before these records, and `upnext dead-letters list` and `retry` have those before them',
  )
}
