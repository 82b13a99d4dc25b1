// Half of what one ranking process can answer, for long: whether memory stays flat and calls take as long at the end as at the start.
import { quantiles, round } from '../quantiles.mjs'
import { h2load } from '../ranking/h2load.mjs'
import { answeredDuring } from '../service/metrics.mjs'
import { METHOD, openWorld } from '../service/ranking-service.mjs'
import { medianOf, slopePerMinute } from './trend.mjs'

const SECONDS = 60
/** So many stretches, each with connections of its own: a service renews them too. */
const STRETCHES = 20
/** Of the stretches, those in which code gets warm and the heap finds its size. */
const WARM_UP = 0.3
const LOOK_EVERY_MS = 500
const LOAD = { connections: 4, streams: 32 }

export async function run({ seconds: asked, say }) {
  const seconds = asked ?? SECONDS
  const world = await openWorld(say)
  try {
    const service = await world.serve(1)
    const parts = { port: service.port, method: METHOD, body: world.body, folder: world.folder }
    const waiting = (duration) => h2load({ ...parts, seconds: duration, connections: 2, streams: 8 })
    await waiting(4)
    const { perSecond: most } = await answeredDuring(service, () => waiting(5))
    const perConnection = Math.max(1, Math.floor(most / 2 / LOAD.connections))
    say(`${perConnection * LOAD.connections} calls/s for ${seconds} s`)
    const refusedBefore = refusedBy(await service.metrics())
    const from = performance.now()
    const stretches = []
    for (let number = 1; number <= STRETCHES; number += 1) {
      const load = h2load({
        ...parts,
        ...LOAD,
        seconds: Math.max(1, Math.round(seconds / STRETCHES) - 1),
        perSecond: perConnection,
      })
      const memory = await leastMemory(service, load)
      const { ms } = await load
      stretches.push({ atMinutes: (performance.now() - from) / 60_000, ms, ...memory })
      say(`${number} of ${STRETCHES}: p50 ${ms.p50} ms, p99 ${ms.p99} ms, ${memory.residentMb} MB`)
    }
    const refused = refusedBy(await service.metrics()) - refusedBefore
    return result(stretches, perConnection * LOAD.connections, refused)
  } finally {
    await world.close()
  }
}

export function lines({ value, ratio }) {
  return [
    `${value.perSecond} calls/s for ${value.minutes} minutes: memory ${value.residentMb.first} to ${value.residentMb.last} MB, ${value.residentMb.perMinute} MB a minute after the warm-up, the heap ${value.heapMb.perMinute}`,
    `p99 ${value.p99Ms.first} ms in the first half, ${value.p99Ms.last} ms in the second: ratio ${ratio.median}; refused ${value.refused}`,
  ]
}

function result(stretches, perSecond, refused) {
  const warm = stretches.slice(Math.round(WARM_UP * stretches.length))
  const half = Math.floor(warm.length / 2)
  const p99 = (some) => medianOf(some.map(({ ms }) => ms.p99))
  const [first, last] = [p99(warm.slice(0, half)), p99(warm.slice(half))]
  const ofMemory = (key) => ({
    first: warm[0][key],
    last: warm.at(-1)[key],
    perMinute: round(slopePerMinute(warm.map((stretch) => [stretch.atMinutes, stretch[key]]))),
  })
  const growth = round(last / first)
  return {
    bench: 'soak',
    ratio: { min: growth, median: growth, max: growth },
    value: {
      perSecond,
      minutes: round(stretches.at(-1).atMinutes),
      residentMb: ofMemory('residentMb'),
      heapMb: ofMemory('heapMb'),
      p99Ms: { first, last },
      p50Ms: quantiles(warm.map(({ ms }) => ms.p50)).p50,
      refused,
    },
    unit: 'MB a minute',
    runs: 1,
  }
}

function refusedBy(metrics) {
  return metrics.sum('upnext_ranking_grpc_overloaded_total')
}

/** The least of what is seen while the load runs: between two collections of garbage memory goes up and down. */
async function leastMemory(service, load) {
  const mb = (metrics, name) => round(metrics.sum(name) / 2 ** 20)
  let least = { residentMb: Infinity, heapMb: Infinity }
  let running = true
  void load.catch(() => undefined).finally(() => (running = false))
  while (running) {
    const metrics = await service.metrics()
    least = {
      residentMb: Math.min(least.residentMb, mb(metrics, 'process_resident_memory_bytes')),
      heapMb: Math.min(least.heapMb, mb(metrics, 'nodejs_heap_size_used_bytes')),
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return least
}
