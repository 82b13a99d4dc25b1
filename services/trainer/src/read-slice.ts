/** Folds a slice of the viewer events' history into a training state. */
import { readHistory } from '@upnext/history'
import type { History, Slice } from '@upnext/history'
import type { TrainerTelemetry } from './telemetry.ts'
import { applyBatch } from './training-state.ts'
import type { TrainingState } from './training-state.ts'
import { createViewerProfiles } from './viewers/viewer-profiles.ts'

/** Resolves once the whole slice is folded. Rejects when reading ends by itself, or the signal aborts. */
export async function readSlice(
  history: History,
  topic: string,
  slice: Slice,
  telemetry: TrainerTelemetry,
  signal: AbortSignal,
): Promise<TrainingState> {
  const positions = new Map(slice.map(({ start }, partition) => [partition, start]))
  const state: TrainingState = { viewers: createViewerProfiles(), positions, events: 0 }
  await readHistory(history, {
    topic,
    slice,
    signal,
    onBatch: async (batch) => {
      const facts = applyBatch(state, batch, () => undefined)
      if (facts !== null) telemetry.batchApplied(batch, facts)
      return state.positions.get(batch.partition) ?? 0
    },
    onRetry: (error, batch) => telemetry.batchFailed(error, batch),
  })
  return state
}
