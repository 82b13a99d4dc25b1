/** What the feature service tells operators: one helper per thing that happens, metric and log line together. */
import type { Logger, Metrics } from '@upnext/service-kit'
import type { RecordBatch } from '@upnext/ports'
import type { FoldedRecords } from './apply/fold-records.ts'
import type { KnownProfiles } from './apply/known-profiles.ts'

const PLACE = ['generation', 'partition'] as const

export interface FeatureTelemetry {
  profilesKnown(known: Pick<KnownProfiles, 'fromCache' | 'fromStore'>): void
  runApplied(result: FoldedRecords): void
  batchApplied(batch: RecordBatch): void
  /** Somebody else moved the position, or the store went back: this batch was not ours to write. */
  raceLost(partition: number, expected: number, found: number): void
  batchFailed(error: Error, batch: RecordBatch): void
  assigned(partitions: readonly number[]): void
}

/** What to do about it, where that is not a matter of the record alone. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  ProfileCorruptError:
    ': the stored profile of its viewer cannot be unpacked and was left as it is; `upnext profiles rebuild` makes all anew from ' +
    'the log, and what came later comes back by `upnext dead-letters retry`',
  NewerSchemaError: ': written for a newer schema; bring this service up to date, then `upnext dead-letters retry`',
}

/** The metrics are the same for all generations, told apart by a label where it matters. */
export function createTelemetry(metrics: Metrics, logger: Logger, generation: number): FeatureTelemetry {
  const events = metrics.counter('events_total', 'Records by what became of them', ['result'])
  const deadLetters = metrics.counter('dead_letters_total', 'Records moved to the dead letters', ['reason'])
  const profiles = metrics.counter('profiles_known_total', 'Profiles of batches by where they were', ['from'])
  const races = metrics.counter('position_conflicts_total', 'Batches given up because the position was not as expected')
  const failures = metrics.counter('batch_failures_total', 'Batches that will be offered again')
  const batches = metrics.counter('batches_total', 'Batches folded in to their end')
  const lag = metrics.gauge('lag_records', 'Records of a partition that are not folded in yet', PLACE)
  const position = metrics.gauge('position', 'Next offset of a partition to be folded in', PLACE)
  const held = metrics.gauge('partitions_held', 'Partitions that this process reads', ['generation'])

  return {
    profilesKnown({ fromCache, fromStore }) {
      profiles.inc({ from: 'cache' }, fromCache)
      profiles.inc({ from: 'store' }, fromStore)
    },
    runApplied({ folded, skipped, dead }) {
      events.inc({ result: 'folded' }, folded)
      events.inc({ result: 'skipped' }, skipped.length)
      events.inc({ result: 'dead_letter' }, dead.length)
      for (const { record, reason } of dead) {
        deadLetters.inc({ reason })
        logger.error({ offset: record.offset, reason }, `record moved to dead letters${WAYS_OUT[reason] ?? ''}`)
      }
    },
    batchApplied({ partition, nextOffset, end, records }) {
      batches.inc()
      lag.set({ generation, partition }, Math.max(0, end - nextOffset))
      position.set({ generation, partition }, nextOffset)
      logger.debug({ partition, nextOffset, records: records.length }, 'batch applied')
    },
    raceLost(partition, expected, found) {
      races.inc()
      logger.info({ partition, expected, found }, 'position moved by somebody else, going on from there')
    },
    batchFailed(error, { partition, position: from }) {
      failures.inc()
      logger.warn({ partition, position: from, err: error }, 'batch failed, will be offered again')
    },
    assigned(partitions) {
      held.set({ generation }, partitions.length)
      logger.info({ generation, partitions: partitions.length }, 'partitions assigned')
    },
  }
}
