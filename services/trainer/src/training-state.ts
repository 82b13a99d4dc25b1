/** All that the trainer knows, and how a batch of the log changes it. Position and knowledge change together, without an await. */
import type { ViewerEvent } from '@upnext/contracts'
import { UnfoldableEventError } from '@upnext/profiles'
import type { FoldResult } from '@upnext/profiles'
import type { Position, RecordBatch } from '@upnext/ports'
import { readEvent } from './viewers/read-event.ts'
import type { ViewerProfiles } from './viewers/viewer-profiles.ts'

export interface TrainingState {
  readonly viewers: ViewerProfiles
  /** Next offset to read, by partition. */
  readonly positions: Map<number, number>
  /** Events so far that said something new about a title; what is sent twice counts once. */
  events: number
}

export interface BatchFacts {
  readonly folded: number
  readonly skipped: number
  readonly malformed: number
}

/**
 * Folds the batch and moves the position. A batch that does not start at the position is not
 * touched: the answer `null` means "go on from the position instead".
 */
export function applyBatch(
  state: TrainingState,
  batch: RecordBatch,
  onChange: (result: FoldResult, event: ViewerEvent) => void,
): BatchFacts | null {
  if (batch.position !== (state.positions.get(batch.partition) ?? 0)) return null
  const facts = { folded: 0, skipped: 0, malformed: 0 }
  for (const record of batch.records) {
    const read = readEvent(record, batch.partition)
    if (read.outcome !== 'event') {
      facts[read.outcome] += 1
      continue
    }
    try {
      const result = state.viewers.fold(read.viewer, read.event)
      facts.folded += 1
      if (result.delta.titles.length === 0) continue
      state.events += 1
      onChange(result, read.event)
    } catch (error) {
      if (!(error instanceof UnfoldableEventError)) throw error
      facts.malformed += 1
    }
  }
  state.positions.set(batch.partition, batch.nextOffset)
  return facts
}

/** In the order of partitions. */
export function positionsOf(topic: string, positions: ReadonlyMap<number, number>): Position[] {
  return [...positions]
    .map(([partition, nextOffset]) => ({ topic, partition, nextOffset }))
    .sort((a, b) => a.partition - b.partition)
}
