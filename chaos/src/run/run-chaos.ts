/** One run: start everything, break things under load, let it heal, and check what is left. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createCanaryWatch } from '../check/canary-watch.ts'
import { createPositionWatch } from '../check/position-watch.ts'
import { createRecoveryWatch } from '../check/recovery-watch.ts'
import { injectAll } from '../faults/inject.ts'
import { createHistory } from '../load/history.ts'
import { startTraffic } from '../load/traffic.ts'
import { makePlan } from '../plan/make-plan.ts'
import { startRankingProbe } from '../probe/ranking-probe.ts'
import type { Findings } from '../report/result.ts'
import { startSteadyWatch } from '../watch/steady-watch.ts'
import type { GuardOff } from '../world/processes.ts'
import { startSystem } from '../world/system.ts'
import { checkEverything } from './check-everything.ts'
import { createExits } from './exits.ts'
import { createTellOnce } from './tell-once.ts'
import { waitForPeace } from './wait-for-peace.ts'

export interface RunOptions {
  readonly seed: number
  readonly minutes: number
  readonly eventsPerSecond: number
  readonly guardOff: GuardOff | null
  /** For logs, data and snapshots. */
  readonly folder: string
  readonly say: (line: string) => void
  /** Told once everything runs, and how to end it all at once. */
  readonly onStarted: (stop: () => Promise<void>) => void
}

/** What the features print when somebody else moved a position. */
const CONFLICT = 'position moved by somebody else'
/** The last fault begins so long before the end of the load. */
const LAST_FAULT_MS = 6_000

export async function runChaos(options: RunOptions): Promise<Findings> {
  const { seed, minutes, eventsPerSecond, folder, say } = options
  const durationMs = minutes * 60_000
  const history = createHistory(Math.ceil((eventsPerSecond * durationMs) / 1_000) + 10_000)
  const positions = createPositionWatch()
  const recovery = createRecoveryWatch()
  const canaries = createCanaryWatch()
  const exits = createExits(say)
  const conflicts = createCanaryWatch(CONFLICT)
  let redisEpoch = 0
  const snapshots = join(folder, 'snapshots')
  await mkdir(snapshots, { recursive: true })

  say('starting Kafka, Redis and the services')
  const system = await startSystem({
    folder,
    guardOff: options.guardOff,
    onOutput(name, text) {
      canaries.add(name, text)
      conflicts.add(name, text)
    },
    onUnplannedExit: (process, reason) => exits.add(process, reason),
  })
  options.onStarted(() => system.stop())
  try {
    const collectors = system.copies('event-collector').map(({ http }) => http)
    const nowMs = (): number => performance.now()
    const traffic = startTraffic({ seed, eventsPerSecond, collectors, history, nowMs })
    const probe = startRankingProbe({
      seed,
      rankings: system.copies('ranking'),
      eventNumber: () => history.size,
      onFailure: createTellOnce((line) => say(`a question to ranking failed: ${line}`)),
    })
    const watch = startSteadyWatch({
      system,
      positions,
      recovery,
      redisEpoch: () => redisEpoch,
      allowedLag: () => 2 * eventsPerSecond,
      probeIsFine: () => probe.fine(),
    })
    const plan = makePlan(seed, durationMs - LAST_FAULT_MS)
    say(`${plan.length} faults in ${minutes} min, ${eventsPerSecond} events/s, seed ${seed}`)
    const injected = await injectAll({
      system,
      plan,
      say,
      snapshots,
      flowing: () => watch.flowing(),
      pause: (ms) => pause(ms),
      redisMoved: () => void (redisEpoch += 1),
      onBegin: () => recovery.faultBegan(),
      onEnd: () => recovery.faultEnded(nowMs()),
    })
    say('no more faults; waiting for everything to be as before')
    system.rebuilder.up()
    const peace = await waitForPeace({ system, traffic, watch, probe, say })
    const ranking = probe.figures()
    await Promise.all([probe.stop(), watch.stop()])
    await Promise.all(system.members.map((member) => member.down('SIGKILL')))
    say('checking')
    const checked = await checkEverything({ system, seed, history })
    return {
      ...checked,
      told: history.counts(),
      events: history.size,
      contradictions: history.contradictions,
      traffic: traffic.counts(),
      canaries: { inLog: checked.canariesInLog, inOutput: canaries.found },
      lag: peace.lag,
      positions: { samples: positions.samples, movedBack: positions.movedBack, pastEnd: positions.pastEnd },
      positionConflicts: conflicts.found,
      recovery: { measured: recovery.measured, longestMs: Math.round(recovery.longestMs), lastMs: peace.tookMs },
      ranking,
      injected,
      unplannedExits: exits.counts(),
    }
  } finally {
    await system.stop()
  }
}
