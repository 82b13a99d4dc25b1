// What one answer costs: the built packages asked in this process, one thread, with reasons; no network, no profile to read.
import { createLiveModel, createScratch, scoreNext } from '@upnext/recsys'
import { createAdditions } from '../calibration/additions.mjs'
import { quantiles, spread } from '../quantiles.mjs'
import { CHANNELS, inventedHistories, inventedModel } from './invented-model.mjs'

const RUNS = 7
const QUERIES = 2000
const TITLES = 40_000
const HISTORY = 20
const LIMIT = 20
const NEIGHBOURS = 100
const HEADLINE = '4'
const VARIANTS = ['2', '4', '6']

export async function run({ neighbours, say }) {
  const rowLengths = neighbours.length > 0 ? neighbours : [NEIGHBOURS]
  const variants = {}
  for (const length of rowLengths) {
    for (const sets of VARIANTS) {
      const name = length === NEIGHBOURS ? `${sets} row sets` : `${sets} row sets of ${length}`
      variants[name] = measure(CHANNELS[sets], length, (line) => say(`${name}: ${line}`))
    }
  }
  const headline = variants[`${HEADLINE} row sets`] ?? Object.values(variants)[0]
  return { bench: 'scoring', ...headline, unit: 'us', runs: RUNS, variants }
}

export function lines({ variants }) {
  return Object.entries(variants).map(
    ([name, { channels, value, calibration, ratio, spreads }]) =>
      `${name}, ${channels} channels: p50 ${value.p50} us (runs ${spreads.p50.min} to ${spreads.p50.max}), p99 ${value.p99} us; ` +
      `bare additions p50 ${calibration.p50} us; ratio of p50s ${ratio.median}`,
  )
}

/** Scoring and calibration take turns, so that a noisy minute hits both. */
function measure(channels, neighbours, say) {
  const model = inventedModel({ titles: TITLES, neighbours, channels, seed: 7 })
  const live = createLiveModel(model)
  const histories = inventedHistories({ titles: TITLES, length: HISTORY, count: QUERIES, seed: 11 })
  const bare = histories.map((history) => Uint32Array.from(history, ({ item }) => item))
  const scratch = createScratch()
  const shared = { live, atMs: model.popularity.asOfMs, allowed: () => true, limit: LIMIT, scratch: () => scratch }
  const additions = createAdditions([...model.rowSets.values()], TITLES)
  const score = () => series((i) => scoreNext({ ...shared, history: histories[i] }))
  const add = () => series((i) => additions(bare[i], LIMIT))
  add()
  score()
  const [value, calibration, ratios, p50s, p99s] = [[], [], [], [], []]
  for (let run = 1; run <= RUNS; run += 1) {
    const [theirs, ours] = [add(), score()]
    const [mine, base] = [quantiles(ours), quantiles(theirs)]
    say(`run ${run} of ${RUNS}: p50 ${mine.p50} us, p99 ${mine.p99} us (bare additions ${base.p50} us)`)
    ratios.push(mine.p50 / base.p50)
    p50s.push(mine.p50)
    p99s.push(mine.p99)
    calibration.push(...theirs)
    value.push(...ours)
  }
  return {
    channels: channels.length,
    ratio: spread(ratios),
    value: quantiles(value),
    calibration: quantiles(calibration),
    spreads: { p50: spread(p50s), p99: spread(p99s) },
  }
}

/** Microseconds of each. */
function series(once) {
  const samples = []
  for (let i = 0; i < QUERIES; i += 1) {
    const from = performance.now()
    once(i)
    samples.push((performance.now() - from) * 1000)
  }
  return samples
}
