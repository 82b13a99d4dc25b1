// What a second worker brings: GetNextToWatch of one worker process and of two, under the same load, taking turns.
import { h2load } from '../ranking/h2load.mjs'
import { answeredDuring } from '../service/metrics.mjs'
import { METHOD, openWorld } from '../service/ranking-service.mjs'
import { round, spread } from '../quantiles.mjs'

const RUNS = 5
const SECONDS = 5
/** Connections are what is spread: more of them than workers, as apps have. So few calls at a time that none is refused. */
const LOAD = { connections: 8, streams: 2 }

export async function run({ seconds, say }) {
  const world = await openWorld(say)
  try {
    say('starting one worker, and beside it two')
    const [one, two] = [await world.serve(1), await world.serve(2)]
    const load = (service, duration) => loaded(service, world, duration)
    await load(one, 3)
    await load(two, 6)
    const runs = []
    for (let turn = 1; turn <= RUNS; turn += 1) {
      const alone = await load(one, seconds ?? SECONDS)
      const both = await load(two, seconds ?? SECONDS)
      runs.push({ alone, both })
      say(
        `run ${turn} of ${RUNS}: one ${alone.perSecond} requests/s, ${alone.perCpuSecond} a CPU-second; two ${both.perSecond}, ${both.perCpuSecond}`,
      )
    }
    return result(runs)
  } finally {
    await world.close()
  }
}

export function lines({ value, calibration, ratio, workRatio }) {
  return [
    `two workers ${value.perSecond.median} requests/s, one ${calibration.perSecond.median}: ratio ${ratio.median}; the load generator shares the cores`,
    `of processor time: ${value.perCpuSecond.median} requests a CPU-second and ${calibration.perCpuSecond.median}: two do the work of ${workRatio.median}`,
    `the worker that had less answered ${value.smallerShare.median} of all`,
  ]
}

/** `workRatio`: what two workers do of one worker's work where each has a core of its own: twice the ratio of requests a CPU-second. */
function result(runs) {
  const over = (figure) => spread(runs.map(figure))
  return {
    bench: 'workers',
    ratio: over(({ alone, both }) => both.perSecond / alone.perSecond),
    workRatio: over(({ alone, both }) => (2 * both.perCpuSecond) / alone.perCpuSecond),
    value: {
      perSecond: over(({ both }) => both.perSecond),
      perCpuSecond: over(({ both }) => both.perCpuSecond),
      coresUsed: over(({ both }) => both.coresUsed),
      smallerShare: over(({ both }) => both.smallerShare),
      refusedPerSecond: over(({ both }) => both.refusedPerSecond),
    },
    calibration: {
      perSecond: over(({ alone }) => alone.perSecond),
      perCpuSecond: over(({ alone }) => alone.perCpuSecond),
      coresUsed: over(({ alone }) => alone.coresUsed),
      refusedPerSecond: over(({ alone }) => alone.refusedPerSecond),
    },
    unit: 'requests/s',
    runs: RUNS,
  }
}

async function loaded(service, { body, folder }, seconds) {
  const load = () => h2load({ port: service.port, method: METHOD, body, seconds, folder, ...LOAD })
  const { perSecond, perCpuSecond, coresUsed, refusedPerSecond, byWorker } = await answeredDuring(service, load)
  const smallerShare = round(Math.min(...byWorker) / byWorker.reduce((sum, calls) => sum + calls, 0))
  return { perSecond, perCpuSecond, coresUsed, refusedPerSecond, smallerShare }
}
