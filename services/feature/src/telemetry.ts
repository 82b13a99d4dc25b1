/** What the feature service tells operators: one helper per thing that happens, metric and log line together. */
import type { Logger, Metrics } from '@upnext/service-kit'
import type { RecordBatch } from '@upnext/ports'
import type { FoldedRecords } from './apply/fold-records.ts'

export interface FeatureTelemetry {
  runApplied(result: FoldedRecords): void
  batchApplied(batch: RecordBatch): void
  /** Somebody else moved the position, or the store went back: this batch was not ours to write. */
  raceLost(partition: number, expected: number, found: number): void
  batchFailed(error: Error, batch: RecordBatch): void
  assigned(partitions: readonly number[]): void
}

export function createTelemetry(metrics: Metrics, logger: Logger): FeatureTelemetry {
  const events = metrics.counter('events_total', 'Records by what became of them', ['result'])
  const races = metrics.counter('position_conflicts_total', 'Batches given up because the position was not as expected')
  const failures = metrics.counter('batch_failures_total', 'Batches that will be offered again')
  const lag = metrics.gauge('lag_records', 'Records of a partition that are not folded in yet', ['partition'])
  const position = metrics.gauge('position', 'Next offset of a partition to be folded in', ['partition'])
  const held = metrics.gauge('partitions_held', 'Partitions that this process reads')

  return {
    runApplied({ folded, skipped, dead }) {
      events.inc({ result: 'folded' }, folded)
      events.inc({ result: 'skipped' }, skipped)
      events.inc({ result: 'dead_letter' }, dead.length)
      for (const { record, reason } of dead)
        logger.error({ offset: record.offset, reason }, 'record moved to dead letters')
    },
    batchApplied({ partition, nextOffset, end, records }) {
      lag.set({ partition }, Math.max(0, end - nextOffset))
      position.set({ partition }, nextOffset)
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
      held.set(partitions.length)
      logger.info({ partitions: partitions.length }, 'partitions assigned')
    },
  }
}
