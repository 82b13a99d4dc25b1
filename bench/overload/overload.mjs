// Four times the calls that one ranking process can answer in time: how many are still answered in time, whether the others are refused in
// time, what memory it takes, and how soon all is as before.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { quantiles, round } from '../quantiles.mjs'
import { h2load } from '../ranking/h2load.mjs'
import { answeredDuring } from '../service/metrics.mjs'
import { METHOD, openWorld } from '../service/ranking-service.mjs'
import { countStatuses, normalAfter, shareInTime } from './outcomes.mjs'

const SECONDS = 15
const DEADLINE_MS = 200
const TIMES = 4
/** Tried in this order, of the most that callers get who wait for each answer: the first that is answered in time is sustainable. */
const SHARES = [0.9, 0.8, 0.7, 0.6, 0.5]
const IN_TIME = 0.99
/** Of the share that was in time before the flood. */
const AS_BEFORE = 0.95
const SAMPLES_PER_SECOND = 100
/** Enough to keep as many calls on the way as a flood has: so many callers do not wait for each other. */
const FLOOD = { connections: 16, streams: 256 }
/** h2load calls on all connections at the same moments: on as many as a flood has, a steady rate would come as bursts of 16 calls. */
const STEADY = { ...FLOOD, connections: 4 }
/** What is sustained for so long is sustainable, and so long it is watched again after the flood. */
const STEADY_SECONDS = 12

export async function run({ seconds: asked, say }) {
  const seconds = asked ?? SECONDS
  const world = await openWorld(say)
  try {
    const service = await world.serve(1)
    const offer = (perSecond, duration, how) =>
      h2load({
        ...{ port: service.port, method: METHOD, body: world.body, folder: world.folder, seconds: duration, ...how },
        perSecond: round(perSecond / how.connections),
        headers: [`grpc-timeout: ${DEADLINE_MS}m`],
      })
    /** The sampler's own calls are a part of it. */
    const sampled = (perSecond, duration, how = STEADY) =>
      withSampler(service, world, () => offer(Math.max(1, perSecond - SAMPLES_PER_SECOND), duration, how))
    say('looking for the sustainable rate')
    const closed = {
      port: service.port,
      method: METHOD,
      body: world.body,
      folder: world.folder,
      connections: 2,
      streams: 8,
    }
    await h2load({ ...closed, seconds: 4 })
    const waiting = await answeredDuring(service, () => h2load({ ...closed, seconds: 5 }))
    const sustainable = await firstSustainable(waiting.perSecond, sampled, say)
    const memoryBefore = memoryMb(await service.metrics())
    say(`${TIMES} times ${sustainable.perSecond} calls/s for ${seconds} s`)
    const peak = watchMemory(service)
    const over = await answeredDuring(service, () => sampled(TIMES * sustainable.perSecond, seconds, FLOOD))
    const peakMb = await peak.stop()
    say('back to the sustainable rate')
    const back = await sampled(sustainable.perSecond, STEADY_SECONDS)
    const memory = { before: memoryBefore, peak: peakMb, after: memoryMb(await service.metrics()) }
    return result({ waiting, sustainable, over, back, memory })
  } finally {
    await world.close()
  }
}

export function lines({ value, calibration, ratio, workRatio }) {
  return [
    `sustainable ${calibration.perSecond} calls/s; at ${value.offeredPerSecond} calls/s ${value.answeredInTimePerSecond} are answered within ${DEADLINE_MS} ms: ratio ${ratio.median}`,
    `${value.answeredPerCpuSecond} answers a CPU-second, ${calibration.perCpuSecond} of callers who wait for each: ratio ${workRatio.median}`,
    `of ${value.samples} calls looked at: ${value.inTimeShare} answered in time, ${value.refusedInTimeShare} refused in time, ${value.lateShare} late; refused after p50 ${value.refusedMs.p50} ms, p99 ${value.refusedMs.p99} ms`,
    `resident ${value.memoryMb.before} MB before, ${value.memoryMb.peak} MB at most, ${value.memoryMb.after} MB after; back to normal after ${value.normalAfterSeconds} s`,
  ]
}

/**
 * `ratio`: calls answered in time a second, over the sustainable rate. `workRatio`: answers a CPU-second, over those of callers who wait for
 * each answer: where others use the machine as well, it says what is lost to refusing.
 *
 * How many are answered says the server, exactly; how many of those in time say the samples, which wait as all others do.
 */
function result({ waiting, sustainable, over, back, memory }) {
  const samples = over.result
  const statuses = countStatuses(samples)
  const of = (wanted) => samples.filter(([, , status]) => status === wanted)
  // Of calls that the server answered, some come too late for their caller: they are the late samples, as refused ones are not answered.
  const inTime = over.perSecond * shareOf(statuses.ok, statuses.ok + statuses.late)
  return {
    bench: 'overload',
    ratio: one(inTime / sustainable.perSecond),
    workRatio: one(over.perCpuSecond / waiting.perCpuSecond),
    value: {
      offeredPerSecond: round(over.takenPerSecond + over.refusedPerSecond),
      answeredPerSecond: over.perSecond,
      answeredPerCpuSecond: over.perCpuSecond,
      coresUsed: over.coresUsed,
      answeredInTimePerSecond: round(inTime),
      refusedPerSecond: over.refusedPerSecond,
      samples: samples.length,
      inTimeShare: shareOf(statuses.ok, samples.length),
      refusedInTimeShare: shareOf(statuses.refused, samples.length),
      lateShare: shareOf(statuses.late, samples.length),
      otherShare: shareOf(statuses.other, samples.length),
      answeredMs: quantilesOr(of(0)),
      refusedMs: quantilesOr(of(8)),
      memoryMb: memory,
      normalAfterSeconds: normalAfter(back, AS_BEFORE * sustainable.share),
    },
    calibration: {
      perSecond: sustainable.perSecond,
      inTimeShare: sustainable.share,
      waitingPerSecond: waiting.perSecond,
      perCpuSecond: waiting.perCpuSecond,
      deadlineMs: DEADLINE_MS,
    },
    unit: 'calls/s',
    runs: 1,
  }
}

async function firstSustainable(most, sampled, say) {
  for (const share of SHARES) {
    const perSecond = round(share * most)
    const found = { perSecond, share: round(shareInTime(await sampled(perSecond, STEADY_SECONDS))) }
    say(`${perSecond} calls/s: ${found.share} in time`)
    if (found.share >= IN_TIME || share === SHARES.at(-1)) return found
  }
}

/** The samples of the time that some work takes. */
async function withSampler(service, { request }, work) {
  const args = [service.port, METHOD, SAMPLES_PER_SECOND, DEADLINE_MS, request.toString('base64')].map(String)
  const sampler = fork(fileURLToPath(new URL('./sampler.mjs', import.meta.url)), args, { execArgv: [] })
  try {
    await once(sampler, 'message')
    sampler.send({ start: true })
    await work()
    sampler.send({ stop: true })
    const [{ samples }] = await once(sampler, 'message')
    return samples
  } finally {
    sampler.kill()
  }
}

function watchMemory(service) {
  let peak = 0
  const look = async () => {
    peak = Math.max(peak, memoryMb(await service.metrics()))
  }
  let looking = Promise.resolve()
  const timer = setInterval(() => (looking = looking.then(look)), 1000)
  return {
    async stop() {
      clearInterval(timer)
      await looking
      return peak
    },
  }
}

function memoryMb(metrics) {
  return Math.round(metrics.sum('process_resident_memory_bytes') / 2 ** 20)
}

function quantilesOr(samples) {
  return samples.length === 0 ? null : quantiles(samples.map(([, ms]) => ms))
}

function shareOf(part, whole) {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000
}

function one(value) {
  return { min: round(value), median: round(value), max: round(value) }
}
