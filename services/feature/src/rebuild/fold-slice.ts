/** Folds slices of the history into a generation, and says how that goes. */
import { readHistory } from '@upnext/history'
import type { Slice } from '@upnext/history'
import { GenerationDroppedError } from '@upnext/ports'
import type { RecordBatch } from '@upnext/ports'
import { createPace, createTicker } from '@upnext/service-kit'
import { applyBatch } from '../apply/apply-batch.ts'
import { createApplyMemory } from '../apply/apply-memory.ts'
import type { ApplyDeps } from '../apply/apply-batch.ts'
import { TooManyDeadLettersError } from '../apply/dead-streak.ts'
import { lettersOnce } from '../feeding/letters-once.ts'
import { createTelemetry } from '../telemetry.ts'
import { meterLine } from './meter.ts'
import type { Meter } from './meter.ts'
import type { RebuildDeps } from './rebuild-deps.ts'

export interface Folder {
  /** Resolves at the slice's end, or earlier where somebody else has moved a position: the store says where to go on. */
  fold(slice: Slice, left: number): Promise<void>
  /** Records that could not be folded so far. */
  unfoldable(): number
}

const SAY_EVERY_MS = 2000
/** In one part at most. */
const PART_RECORDS = 2000

export function createFolder(deps: RebuildDeps, generation: number, meter: Meter): Folder {
  const { history, topics, clock, say } = deps
  const pace = createPace(deps.rate, () => performance.now())
  const partRecords = Math.min(PART_RECORDS, pace.chunk)
  let unfoldable = 0
  const telemetry = createTelemetry(deps.metrics, deps.logger, generation)
  const apply: ApplyDeps = {
    ...deps,
    log: lettersOnce({ ...deps, log: history.log }, generation),
    memory: createApplyMemory(),
    telemetry: {
      ...telemetry,
      runApplied: (result) => {
        unfoldable += result.dead.length
        for (const { record, reason } of result.dead)
          deps.logger.warn({ offset: record.offset, reason }, 'record cannot be folded')
      },
    },
  }

  /**
   * Applies a batch in small parts, so that being asked to stop is heard soon and the rate is kept. Answers where reading goes on:
   * the batch's end, or earlier where `moved` was called or the signal has aborted.
   */
  async function applyInParts(batch: RecordBatch, signal: AbortSignal, moved: () => void): Promise<number> {
    let position = batch.position
    for (const part of partsOf(batch, partRecords)) {
      // Rejects only where the signal aborts.
      await pace.take(part.records.length, signal).catch(() => undefined)
      if (signal.aborted) return position
      const next = await applyBatch(apply, generation, part)
      if (next !== part.nextOffset) {
        moved()
        return position
      }
      position = next
      meter.add(part.records.length)
    }
    return position
  }

  async function fold(slice: Slice, left: number): Promise<void> {
    const giveUp = new AbortController()
    const signal = AbortSignal.any([deps.signal, giveUp.signal])
    const before = meter.reading(clock.now(), 0).records
    const ticker = createTicker([
      {
        everyMs: SAY_EVERY_MS,
        run: async () => {
          const read = meter.reading(clock.now(), 0).records - before
          say(meterLine(meter.reading(clock.now(), Math.max(0, left - read))))
        },
      },
    ])
    const onBatch = (batch: RecordBatch): Promise<number> =>
      applyInParts(batch, signal, () => giveUp.abort(new PositionMovedError())).catch((error: unknown) => {
        // Trying again does not bring a generation back, nor mends a release.
        if (error instanceof GenerationDroppedError || error instanceof TooManyDeadLettersError) giveUp.abort(error)
        throw error
      })
    const topic = topics.viewerEvents.name
    ticker.start()
    try {
      await readHistory(history, {
        topic,
        slice,
        onBatch,
        onRetry: (error, batch) => telemetry.batchFailed(error, batch),
        signal,
      })
    } catch (error) {
      if (!(error instanceof PositionMovedError)) throw error
    } finally {
      await ticker.stop()
    }
  }

  return { fold, unfoldable: () => unfoldable }
}

/**
 * Ends the reading of a slice: another rebuild is at work, or the store has lost its last second. What was read ahead must not be
 * folded behind the store's position, or a part of the history would be left out.
 */
class PositionMovedError extends Error {
  override readonly name = 'PositionMovedError'
}

/** At least one, so that an empty batch moves the position over a gap in the log. */
function partsOf(batch: RecordBatch, size: number): RecordBatch[] {
  const parts: RecordBatch[] = []
  let position = batch.position
  for (let at = 0; at === 0 || at < batch.records.length; at += size) {
    const records = batch.records.slice(at, at + size)
    const nextOffset = batch.records[at + size]?.offset ?? batch.nextOffset
    parts.push({ ...batch, position, records, nextOffset })
    position = nextOffset
  }
  return parts
}
