/** Looks at the whole system again and again: is everybody ready, how far is the log read, did a position go back. */
import { setTimeout as pause } from 'node:timers/promises'
import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { PositionWatch } from '../check/position-watch.ts'
import type { RecoveryWatch } from '../check/recovery-watch.ts'
import type { System } from '../world/system.ts'

const LOOK_EVERY_MS = 400
const FLOWS_WITHIN_MS = 1_500
/** The generation that traffic is folded into. */
export const GENERATION = 1

export interface SteadyWatchOptions {
  readonly system: System
  readonly positions: PositionWatch
  readonly recovery: RecoveryWatch
  /** Changes whenever Redis' data may have gone back. */
  readonly redisEpoch: () => number
  /** Records that may be unread in a system that keeps up: what comes in while it looks. */
  readonly allowedLag: () => number
  readonly probeIsFine: () => boolean
}

export interface SteadyWatch {
  /** Looks once, now. */
  look(): Promise<Look>
  /** Whether events were being folded in a moment ago. */
  flowing(): boolean
  stop(): Promise<void>
}

export interface Look {
  readonly ready: boolean
  /** `null`: log or store did not answer. */
  readonly lag: number | null
}

export function startSteadyWatch(options: SteadyWatchOptions): SteadyWatch {
  const { system, positions, recovery, redisEpoch, allowedLag, probeIsFine } = options
  let ended = false
  let folded = 0
  let foldedAtMs = -Infinity

  async function look(): Promise<Look> {
    const wanted = system.members.filter((member) => member.wanted)
    const [ready, lag] = await Promise.all([
      Promise.all(wanted.map((member) => member.ready())).then((all) => all.every(Boolean)),
      readLag().catch(() => null),
    ])
    return { ready, lag }
  }

  async function readLag(): Promise<number> {
    const epoch = redisEpoch()
    const found = await positionsOf(system, GENERATION)
    const ends = (await system.log.bounds(system.topics.viewerEvents.name)).map(({ end }) => end)
    // Where Redis went back meanwhile, the positions are of two times.
    if (redisEpoch() === epoch) positions.add({ epoch, positions: found, ends })
    noteProgress(found.reduce((sum, position) => sum + position, 0))
    return lagOf(found, ends)
  }

  function noteProgress(sum: number): void {
    if (sum > folded) foldedAtMs = performance.now()
    folded = sum
  }

  async function watch(): Promise<void> {
    while (!isOver()) {
      const { ready, lag } = await look()
      recovery.sample(ready && lag !== null && lag <= allowedLag() && probeIsFine(), performance.now())
      await pause(LOOK_EVERY_MS)
    }
  }

  function isOver(): boolean {
    return ended
  }

  const watching = watch()
  return {
    look,
    flowing: () => performance.now() - foldedAtMs < FLOWS_WITHIN_MS,
    async stop() {
      ended = true
      await watching
    },
  }
}

/** Every partition's position of a generation. */
export async function positionsOf(system: System, generation: number): Promise<number[]> {
  const views = Array.from({ length: VIEWER_PARTITIONS }, (_, p) => system.profiles.read(generation, p, []))
  return (await Promise.all(views)).map(({ position }) => position)
}

export function lagOf(positions: readonly number[], ends: readonly number[]): number {
  return ends.reduce((lag, end, p) => lag + Math.max(0, end - (positions[p] ?? 0)), 0)
}
