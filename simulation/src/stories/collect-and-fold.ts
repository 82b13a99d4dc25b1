/**
 * The story of a stream of events: a client sends them, collectors take them, feature services fold them, a second generation is
 * built beside the first and switched to, the store is put back to an older copy, members of a group come, go, hang and wake. At
 * its end everything is calm, and the profiles have to be those of the distinct events of the log.
 */
import type { ProfileStore } from '@upnext/ports'
import type { Fate } from '../crash/fates.ts'
import type { Point } from '../crash/points.ts'
import { findViolations } from '../check/check-profiles.ts'
import { SMALL_CAST, WIDE_CAST } from '../world/cast.ts'
import { createWorld } from '../world/world.ts'
import { createStage } from './stage.ts'
import type { Stage } from './stage.ts'

export interface StoryOptions {
  readonly seed: number
  readonly fates: readonly Fate[]
  /** Takes a guard away. */
  readonly weaken?: (store: ProfileStore) => ProfileStore
}

export interface StoryOutcome {
  /** Crashes and hangs, by point. */
  readonly struck: ReadonlyMap<Point, number>
  /** Promises that were broken, in words. */
  readonly violations: readonly string[]
  readonly commits: { readonly taken: number; readonly refused: number }
}

/** One seed in so many has enough viewers for a batch to be cut. */
const WIDE_EVERY = 100
/** One seed in so many has no second generation, whose dead letters would hide that the first lost its own. */
const ALONE_EVERY = 3
const TURNS = 55
const REBUILD = 93

export async function collectAndFold({ seed, fates, weaken }: StoryOptions): Promise<StoryOutcome> {
  const cast = seed % WIDE_EVERY === 0 ? WIDE_CAST : SMALL_CAST
  const world = createWorld({ seed, cast, fates, weaken })
  const stage = createStage(world)
  await stage.open()
  for (let turn = 0; turn < TURNS; turn += 1)
    await anything(stage, world.random.int(0, seed % ALONE_EVERY === 0 ? REBUILD : 100))
  world.fates.calm()
  const settled = await stage.settle()
  const violations = await findViolations(world, stage)
  await world.log.close()
  const all = [...world.witness.violations, ...violations, ...(settled ? [] : ['it never came to rest'])]
  return { struck: world.fates.struck, violations: all, commits: world.witness.commits }
}

/** Weighed so that there is always something to fold, and that each of the rare things happens in most stories. */
async function anything(stage: Stage, chance: number): Promise<void> {
  if (chance < 27) return stage.send()
  if (chance < 66) return stage.deliver()
  if (chance < 72) return stage.wake()
  if (chance < 79) return stage.rebalance()
  if (chance < 83) return stage.poison()
  if (chance < 88) return stage.rewindReader()
  if (chance < 91) return stage.rememberStore()
  if (chance < REBUILD) return stage.rewindStore()
  return stage.rebuild()
}
