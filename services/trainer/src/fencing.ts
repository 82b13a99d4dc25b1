/** One trainer at a time: whoever claimed the newest epoch. */
import type { ModelStore } from '@upnext/ports'

/** A later trainer has claimed the models: this one must stop. */
export class TrainerFencedError extends Error {
  override readonly name = 'TrainerFencedError'
  readonly code = 'UPNEXT_TRAINER_FENCED'
}

export function fencedBy(later: number, own: number): TrainerFencedError {
  return new TrainerFencedError(`a later trainer (epoch ${later}) is at work; this one (epoch ${own}) stops`)
}

/** Rejects with `TrainerFencedError` where a later trainer has been started, and with the store's error. */
export async function refuseStale(models: ModelStore, own: number): Promise<void> {
  const newest = await models.epoch()
  if (newest > own) throw fencedBy(newest, own)
}

/**
 * Claims an epoch greater than `known`, which a folder may remember although the store has lost it (a Redis that was restored, or
 * emptied): with a smaller one, the folder would refuse this trainer for ever.
 */
export async function claimEpochAfter(models: ModelStore, known: number): Promise<number> {
  for (;;) {
    const epoch = await models.claimEpoch()
    if (epoch > known) return epoch
  }
}
