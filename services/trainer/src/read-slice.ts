/** Reads a bounded part of the log into a training state. */
import type { EventLog, Position, RecordBatch } from '@upnext/ports'
import type { TrainerTelemetry } from './telemetry.ts'
import { applyBatch, positionsOf } from './training-state.ts'
import type { TrainingState } from './training-state.ts'
import { createViewerProfiles } from './viewers/viewer-profiles.ts'

/** First offset, and next offset after the last, by partition. */
export type Slice = readonly { readonly start: number; readonly end: number }[]

/** From the log's start to `until`, or to the log's end as it is now where `until` says nothing of a partition. */
export async function sliceOf(log: EventLog, topic: string, until: readonly Position[]): Promise<Slice> {
  const bounds = await log.bounds(topic)
  return bounds.map(({ start, end }, partition) => {
    const limit = until.find((position) => position.partition === partition)?.nextOffset ?? end
    return { start, end: Math.max(start, Math.min(end, limit)) }
  })
}

/** Resolves once the whole slice is folded. Rejects when reading ends by itself, or the signal aborts. */
export async function readSlice(
  log: EventLog,
  topic: string,
  slice: Slice,
  telemetry: TrainerTelemetry,
  signal: AbortSignal,
): Promise<TrainingState> {
  const positions = new Map(slice.map(({ start }, partition) => [partition, start]))
  const state: TrainingState = { viewers: createViewerProfiles(), positions, events: 0 }
  const open = new Set(slice.flatMap(({ start, end }, partition) => (start < end ? [partition] : [])))
  if (open.size === 0) return state

  const take = (batch: RecordBatch): number => {
    const end = slice[batch.partition]?.end ?? 0
    if (!open.has(batch.partition)) return batch.nextOffset
    const facts = applyBatch(state, batch, () => undefined, end)
    const next = state.positions.get(batch.partition) ?? 0
    if (facts !== null) telemetry.batchApplied(batch, facts)
    if (next >= end) open.delete(batch.partition)
    return next
  }

  await untilDone(signal, async (done, fail) =>
    log.follow(topic, positionsOf(topic, positions), {
      onBatch: (batch) => {
        const next = take(batch)
        if (open.size === 0) done()
        return Promise.resolve(next)
      },
      onCrash: fail,
      onRetry: (error, batch) => telemetry.batchFailed(error, batch),
    }),
  )
  return state
}

/** Opens something, waits until it is done, has failed or the signal aborts, and closes it. */
export async function untilDone(
  signal: AbortSignal,
  open: (done: () => void, fail: (error: Error) => void) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const outcome = createOutcome()
  const giveUp = (): void =>
    outcome.fail(signal.reason instanceof Error ? signal.reason : new Error('asked to give up'))
  signal.throwIfAborted()
  signal.addEventListener('abort', giveUp, { once: true })
  const opened = await open(outcome.done, outcome.fail)
  try {
    await outcome.settled
  } finally {
    signal.removeEventListener('abort', giveUp)
    await opened.close()
  }
}

interface Outcome {
  readonly settled: Promise<void>
  readonly done: () => void
  readonly fail: (error: Error) => void
}

function createOutcome(): Outcome {
  let done: () => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const settled = new Promise<void>((resolve, reject) => {
    done = resolve
    fail = reject
  })
  // Failing before anybody waits is no unhandled rejection: the waiting comes.
  settled.catch(() => undefined)
  return { settled, done, fail }
}
