/**
 * Exactly-once: a batch's profiles and the partition's new position go into the store in one compare-and-set on the position.
 * Whoever loses the race writes nothing and goes on from the position that the store holds, so kills, zombies, hand-overs and
 * a store that lost its last second all end in the same profiles.
 */
import { decodeEventFacts } from '@upnext/contracts'
import type { CommitResult, ProfileStore, RecordBatch } from '@upnext/ports'
import type { FeatureTelemetry } from '../telemetry.ts'
import { createApplyMemory } from './apply-memory.ts'
import type { ApplyMemory } from './apply-memory.ts'
import { writeDeadLetters } from './dead-letters.ts'
import type { DeadLetterDeps } from './dead-letters.ts'
import { foldRecords } from './fold-records.ts'
import type { Fold } from './fold-records.ts'
import { knowProfiles } from './known-profiles.ts'
import type { KnownProfiles, Place } from './known-profiles.ts'
import type { HeldPartition } from './profile-cache.ts'
import { keyRecords, readRecord } from './read-record.ts'
import { splitBatch } from './split-batch.ts'
import type { Run } from './split-batch.ts'

/** Profiles written in one store call: a Redis script of this size blocks readers for about 0.3 ms. */
export const VIEWERS_A_RUN = 100

export interface ApplyDeps extends DeadLetterDeps {
  readonly profiles: Pick<ProfileStore, 'read' | 'commit'>
  readonly telemetry: FeatureTelemetry
  /** Absent: every batch is applied as if it were the first. */
  readonly memory?: ApplyMemory
  /** Viewers of one commit; absent: {@link VIEWERS_A_RUN}. */
  readonly viewersARun?: number
  /** Absent: the fold, of all events of a viewer in a run together. */
  readonly fold?: Fold
  /** Told once when so much cannot be folded that going on would do harm. */
  readonly onCrash?: (error: Error) => void
}

/**
 * Applies a batch to one generation. Answers the offset to go on from. Rejects where the store or the log is away, and for good
 * with `TooManyDeadLettersError`.
 */
export async function applyBatch(deps: ApplyDeps, generation: number, batch: RecordBatch): Promise<number> {
  const { cache, streak } = deps.memory ?? createApplyMemory()
  streak.check()
  const held = cache.at(generation, batch.partition, batch.position)
  try {
    const found = await applyRuns({ ...deps, memory: { cache, streak } }, generation, batch, held)
    if (found === batch.nextOffset) deps.telemetry.batchApplied(batch)
    return found
  } catch (error) {
    // A commit whose answer was lost may have been made.
    held.drop()
    throw error
  }
}

interface Applying extends ApplyDeps {
  readonly memory: ApplyMemory
}

/** One read for what is not held, then run by run. Answers the position that the store holds afterwards. */
async function applyRuns(deps: Applying, generation: number, batch: RecordBatch, held: HeldPartition): Promise<number> {
  const { partition } = batch
  const runs = splitBatch(keyRecords(batch.records, partition), batch.nextOffset, deps.viewersARun ?? VIEWERS_A_RUN)
  let place: Place = { generation, partition, position: batch.position }
  const viewers = new Set(runs.flatMap((run) => [...run.viewers]))
  const known = await knowProfiles(deps.profiles, place, held, viewers)
  if (typeof known === 'number') return raceLost(deps, place, known, held)
  deps.telemetry.profilesKnown(known)

  for (const run of runs) {
    const applied = await applyRun(deps, place, run, known, held)
    // Also where somebody is at the very end of this run: what the next one would build on was not ours to write.
    if (!applied.ok) return raceLost(deps, place, applied.position, held)
    place = { ...place, position: run.nextOffset }
  }
  return batch.nextOffset
}

async function applyRun(
  deps: Applying,
  place: Place,
  run: Run,
  known: KnownProfiles,
  held: HeldPartition,
): Promise<CommitResult> {
  const { generation, partition, position } = place
  const { streak } = deps.memory
  const result = foldRecords(run.records, (keyed) => readRecord(keyed, decodeEventFacts), known.of, deps.fold)
  const tooMany = streak.observe(partition, run.records, result)
  if (tooMany !== null) deps.onCrash?.(tooMany)
  streak.check()
  if (result.dead.length > 0) {
    // Where all profiles were held, nobody has looked yet whether this batch is still ours.
    const view = await deps.profiles.read(generation, partition, [])
    if (view.position !== position) return { ok: false, position: view.position }
    await writeDeadLetters(deps, partition, result.dead)
  }

  const profiles = [...result.changed].map(([key, { bytes }]) => ({ key, bytes }))
  const commit = { generation, partition, expected: position, next: run.nextOffset, profiles }
  const answer = await deps.profiles.commit(commit)
  if (!answer.ok) return answer
  held.moveTo(run.nextOffset, known.commit(run.viewers, result.changed))
  deps.telemetry.runApplied(result)
  return answer
}

function raceLost(deps: Applying, { partition, position }: Place, found: number, held: HeldPartition): number {
  held.drop()
  deps.telemetry.raceLost(partition, position, found)
  return found
}
