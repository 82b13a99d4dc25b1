import { waitUntil } from '@upnext/testkit'
import { boundsOf } from '../check/read-log.ts'
import type { Traffic } from '../load/traffic.ts'
import type { RankingProbe } from '../probe/ranking-probe.ts'
import { GENERATION, lagOf, positionsOf } from '../watch/steady-watch.ts'
import type { SteadyWatch } from '../watch/steady-watch.ts'
import type { System } from '../world/system.ts'

/** Longer than any promise: then the figures say what was not kept. */
const PATIENCE_MS = 120_000
const REBUILD_PATIENCE_MS = 600_000

export interface Peace {
  /** From the end of the last fault until everybody was ready, everything was read and rows were served. */
  readonly tookMs: number
  /** Records that were not read when time was up. */
  readonly lag: number
}

export interface PeaceOptions {
  readonly system: System
  readonly traffic: Traffic
  readonly watch: SteadyWatch
  readonly probe: RankingProbe
  readonly say: (line: string) => void
}

/** Ends the load, and waits until the system is steady and has been rebuilt into a second generation. */
export async function waitForPeace({ system, traffic, watch, probe, say }: PeaceOptions): Promise<Peace> {
  const from = performance.now()
  const stopped = traffic.stop()
  const steady = async (): Promise<boolean> => {
    const { ready, lag } = await watch.look()
    return ready && lag === 0 && probe.fine()
  }
  const wait = { timeoutMs: PATIENCE_MS, intervalMs: 100 }
  // The load ends only when its retries do, so there is something to read for a moment yet.
  await waitUntil(steady, { ...wait, message: 'the system to be steady' }).catch(tell(say))
  const tookMs = Math.round(performance.now() - from)
  await stopped
  await waitUntil(steady, { ...wait, message: 'the last events to be folded in' }).catch(tell(say))
  const lagLeft = await lagOfGeneration(system, GENERATION)
  const rebuilt = async (): Promise<boolean> => (await lagOfGeneration(system, GENERATION + 1)) === 0
  const slow = { timeoutMs: REBUILD_PATIENCE_MS, intervalMs: 200, message: 'the profiles to be rebuilt' }
  await waitUntil(rebuilt, slow).catch(tell(say))
  return { tookMs, lag: lagLeft }
}

async function lagOfGeneration(system: System, generation: number): Promise<number> {
  const ends = (await boundsOf(system.log, system.topics.viewerEvents.name)).map(({ end }) => end)
  return lagOf(await positionsOf(system, generation), ends)
}

/** What did not happen in time shows in the figures; here it is only said. */
function tell(say: (line: string) => void): (error: unknown) => void {
  return (error) => say(error instanceof Error ? error.message : String(error))
}
