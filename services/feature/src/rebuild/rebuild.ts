/**
 * Builds a new generation of profiles from the whole history, in the background, while the services go on: folds archive and log up
 * to the log's moving end through the same compare-and-set as the feature service, then says that it is ready. Its positions stand
 * in the store, so one that was killed goes on where it was, and the feature service takes over where it ended.
 */
import { sliceOf } from '@upnext/history'
import type { Slice } from '@upnext/history'
import { positionsOf } from '@upnext/generations'
import { GenerationDroppedError } from '@upnext/ports'
import type { ProfileStore } from '@upnext/ports'
import { FOLD_VERSION } from '@upnext/profiles'
import { chooseTarget } from './choose-target.ts'
import { createFolder } from './fold-slice.ts'
import { createMeter } from './meter.ts'
import type { Meter } from './meter.ts'
import type { RebuildDeps } from './rebuild-deps.ts'
import { refuseFullStore } from './refuse-full-store.ts'

export interface RebuildReport {
  readonly generation: number
  readonly foldVersion: number
  readonly resumed: boolean
  /** Of this run. */
  readonly events: number
  readonly seconds: number
  readonly eventsPerSecond: number
  /** Records that could not be folded; a dead letter is written only where no generation has been past them before. */
  readonly unfoldable: number
}

/** A generation this near to the log's end is handed over: the feature service reads the rest in a moment. */
const NEAR_RECORDS = 1000
const NEAR_SECONDS = 1

/**
 * Resolves once the generation is ready. Rejects with `RebuildRefusedError`, with `HistoryLostError` where the history does not
 * begin at the beginning, with `GenerationDroppedError` where somebody drops what is being built, or when the signal aborts.
 */
export async function rebuild(deps: RebuildDeps): Promise<RebuildReport> {
  const { profiles, clock, say } = deps
  const found = await profiles.generations()
  const { wanted, resumes } = chooseTarget(found, FOLD_VERSION, clock.now())
  const { generation } = wanted
  if (!deps.force) refuseFullStore(await profiles.capacity(found.active), await profiles.capacity(generation))
  // What is lost is said before anything is made.
  if (!resumes) await sliceOf(deps.history, deps.topics.viewerEvents.name)
  await profiles.createGeneration(wanted)
  say(`${resumes ? 'going on with' : 'building'} generation ${generation} with fold version ${FOLD_VERSION}`)

  const startedAtMs = clock.now()
  const done = (await positionsOf(profiles, generation)).reduce((sum, position) => sum + position, 0)
  const meter = createMeter(startedAtMs, done)
  const unfoldable = await foldToEnd(deps, generation, meter)
  if (!(await profiles.markGenerationReady(generation))) {
    throw new GenerationDroppedError(`generation ${generation} was dropped while it was being built`)
  }
  const { records, recordsPerSecond } = meter.reading(clock.now(), 0)
  return {
    generation,
    foldVersion: FOLD_VERSION,
    resumed: resumes,
    events: records,
    seconds: (clock.now() - startedAtMs) / 1000,
    eventsPerSecond: Math.round(recordsPerSecond),
    unfoldable,
  }
}

/** Reads up to the end that the log has at the moment, again and again, until what came meanwhile is next to nothing. */
async function foldToEnd(deps: RebuildDeps, generation: number, meter: Meter): Promise<number> {
  const { profiles, clock, history } = deps
  const topic = deps.topics.viewerEvents.name
  const folder = createFolder(deps, generation, meter)
  for (let round = 0; ; round += 1) {
    const positions = await positionsOf(profiles, generation)
    const from = positions.map((nextOffset, partition) => ({ topic, partition, nextOffset }))
    const slice = await sliceOf(history, topic, { from })
    const left = slice.reduce((sum, { start, end }) => sum + end - start, 0)
    const { recordsPerSecond } = meter.reading(clock.now(), left)
    const isNear = round > 0 && left <= Math.max(NEAR_RECORDS, recordsPerSecond * NEAR_SECONDS)
    if (left === 0 || isNear) return folder.unfoldable()
    await passOverLost(profiles, generation, positions, slice)
    await folder.fold(slice, left)
  }
}

/** Where losing history is meant, a partition begins later than its position says: moves that, so that folding can begin there. */
async function passOverLost(
  profiles: ProfileStore,
  generation: number,
  positions: readonly number[],
  slice: Slice,
): Promise<void> {
  for (const [partition, { start }] of slice.entries()) {
    const expected = positions[partition] ?? 0
    if (expected < start) await profiles.commit({ generation, partition, expected, next: start, profiles: [] })
  }
}
