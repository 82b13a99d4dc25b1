// How long until an answer knows of an event: from the collector's 202 for a rating to the row that has changed because of it, while other
// viewers' events come in.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { credentials } from '@grpc/grpc-js'
import { GetNextToWatchRequest, RankingServiceClient } from '@upnext/contracts'
import { openHop as openFileHop } from '../calibration/file-hop.mjs'
import { openHop as openKafkaRedisHop } from '../calibration/kafka-redis-hop.mjs'
import { quantiles, round, spread } from '../quantiles.mjs'
import { startEmbedded, startReal } from '../systems.mjs'

const RUNS = 5
const TRIES_PER_RUN = 40
const VIEWERS = 25
const GIVE_UP_AFTER_MS = 10_000
/** Events a second of other viewers, all the while: also while the calibration has its turn, so that both meet the same machine. */
const BACKGROUND = 200
/** Share of them that must have come for the run to count. */
const ENOUGH = 0.9

const FAMILIES = {
  embedded: { start: startEmbedded, calibrate: openFileHop },
  real: { start: startReal, calibrate: openKafkaRedisHop },
}

export async function run({ backends, say }) {
  const families = {}
  for (const name of backends) {
    const family = FAMILIES[name]
    if (family === undefined) throw new Error(`--backends: ${name} is neither embedded nor real`)
    const system = await family.start(say)
    if (system === null) continue
    try {
      families[name] = await measure(name, system, await family.calibrate(system), say)
    } finally {
      await system.stop()
    }
  }
  const headline = families.real ?? families.embedded
  if (headline === undefined) throw new Error('nothing could be measured')
  return { bench: 'freshness', ...headline, unit: 'ms', runs: RUNS, families }
}

export function lines({ families }) {
  return Object.entries(families).map(
    ([name, { value, calibration, ratio, background }]) =>
      `${name}: from the 202 to the changed row p50 ${value.p50} ms, p99 ${value.p99} ms over ${value.samples} tries; ` +
      `with ${background} events/s of others; bare hops p50 ${calibration.p50} ms, p99 ${calibration.p99} ms; ratio of p50s ${ratio.median}`,
  )
}

/** Product and calibration take turns, so that a noisy minute hits both. */
async function measure(name, system, hop, say) {
  const rows = openRows(system.grpc)
  const background = startBackground(system.http)
  const [value, calibration, ratios] = [[], [], []]
  try {
    await series(10, () => hop.once())
    await series(10, (i) => rateAndWait(system.http, rows, `warm-${i % VIEWERS}`))
    for (let run = 1; run <= RUNS; run += 1) {
      const bare = await series(TRIES_PER_RUN, () => hop.once())
      const ours = await series(TRIES_PER_RUN, (i) => rateAndWait(system.http, rows, `bench-${i % VIEWERS}`))
      say(`${name}: run ${run} of ${RUNS}: p50 ${quantiles(ours).p50} ms (bare hops ${quantiles(bare).p50} ms)`)
      ratios.push(quantiles(ours).p50 / quantiles(bare).p50)
      calibration.push(...bare)
      value.push(...ours)
    }
    const perSecond = await background.stop()
    if (perSecond < ENOUGH * BACKGROUND) throw new Error(`only ${perSecond} of ${BACKGROUND} events/s came in beside`)
    const figures = { ratio: spread(ratios), value: quantiles(value), calibration: quantiles(calibration) }
    return { ...figures, background: perSecond }
  } finally {
    background.end()
    rows.close()
    await hop.close()
  }
}

function startBackground(http) {
  const path = fileURLToPath(new URL('./background.mjs', import.meta.url))
  const args = [path, `${http}/v1/events`, String(BACKGROUND)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text))
  return {
    /** Answers how many a second were accepted. */
    async stop() {
      if (child.exitCode !== null) throw new Error('the background load has ended early')
      child.kill('SIGTERM')
      await once(child, 'close')
      return round(JSON.parse(said).perSecond)
    },
    end: () => child.kill('SIGKILL'),
  }
}

/** Rates the first title of a viewer's row: one that was rated is not recommended again, so the row must change. */
async function rateAndWait(http, rows, viewer) {
  const before = await rows.next(viewer)
  const item = before.row.items[0].itemId
  const position = await sendRating(http, viewer, item)
  const from = performance.now()
  for (;;) {
    const { row, info } = await rows.next(viewer, position)
    const knows = (info.profilePosition?.nextOffset ?? 0) >= position.nextOffset
    const took = performance.now() - from
    if (knows && row.items.every((shown) => shown.itemId !== item)) return round(took)
    if (took > GIVE_UP_AFTER_MS) throw new Error(`the row of ${viewer} did not change within ${GIVE_UP_AFTER_MS} ms`)
  }
}

async function sendRating(http, viewer, item) {
  const response = await fetch(`${http}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'rating', viewer, item, stars: 5, occurred_at: Date.now() }),
  })
  const { results } = await response.json()
  if (response.status !== 202) throw new Error(`the collector answered ${response.status}`)
  const { topic, partition, next_offset: nextOffset } = results[0].position
  return { topic, partition, nextOffset }
}

function openRows(address) {
  const client = new RankingServiceClient(address, credentials.createInsecure())
  return {
    next(viewer, after) {
      const audience = { $case: 'viewerId', value: viewer }
      const request = GetNextToWatchRequest.fromPartial({ audience, limit: 20, after, afterWaitMs: after && 5_000 })
      return new Promise((resolve, reject) => {
        client.getNextToWatch(request, (error, answer) => (error === null ? resolve(answer) : reject(error)))
      })
    },
    close: () => client.close(),
  }
}

async function series(tries, once) {
  const samples = []
  for (let i = 0; i < tries; i += 1) samples.push(await once(i))
  return samples
}
