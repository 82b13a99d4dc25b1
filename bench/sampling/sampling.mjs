// What learning from a share of the viewers costs in quality, and saves in processor time: the example's ratings, several samples of each
// share. Everybody is asked, whether learned from or not.
import { fileURLToPath } from 'node:url'
import { EVALUATION_OPTIONS, MODELS, runEvaluation } from '../../libs/evaluation/dist/index.js'
import { rowName, sampledModel } from './sampled-models.mjs'

const RATINGS = fileURLToPath(new URL('../../examples/data/ml-latest-small/ratings.csv', import.meta.url))
const COLUMNS = { user: 'userId', item: 'movieId', time: 'timestamp' }
const EXAMPLE = {
  data: 'ml-latest-small',
  metrics: ['NDCG@10', 'Recall@10'],
  source: {
    format: 'events',
    protocol: 'successive',
    files: { data: [RATINGS], test: [], columns: COLUMNS, cut: 0.97, minItemCount: 5, ratingMax: null, content: null },
  },
  options: EVALUATION_OPTIONS,
}
const PERCENT = [30, 10, 3]
const SAMPLES = 3
/** What is known without learning from anybody in particular. */
const FLOOR = 'popularity'

export async function run({ sizes, large, say }) {
  return measureSampling({
    ...EXAMPLE,
    percents: sizes.length > 0 ? sizes : PERCENT,
    samples: SAMPLES,
    tuned: large,
    say,
  })
}

export async function measureSampling({ data, source, options, metrics, percents, samples, tuned, say }) {
  const viewers = {}
  const onFitted = ({ share, seed, viewers: count }) => {
    viewers[share] = count
    say(`learned from ${count} viewers, sample ${seed} of ${100 * share} %`)
  }
  const shares = percents.map((percent) => percent / 100)
  const seedsOf = (share) => (share === 1 ? [1] : Array.from({ length: samples }, (_, at) => at + 1))
  const fits = [1, ...shares].flatMap((share) => seedsOf(share).map((seed) => ({ share, seed })))
  const floor = MODELS.find(({ names }) => names.includes(FLOOR))
  const report = await runEvaluation({
    data,
    source,
    options,
    models: [floor, ...fits.map((fit) => sampledModel({ ...fit, tuned, onFitted }))],
    gauges: { nowMs: cpuMs, peakMemoryMb: () => process.resourceUsage().maxRSS / 1024 },
    onProgress: () => {},
  })
  const byName = new Map(report.rows.map((row) => [row.model, row]))
  const rowsOf = (share) => seedsOf(share).map((seed) => byName.get(rowName({ share, seed })))
  const ofShare = (share) => ({
    viewers: viewers[share],
    fitCpuSeconds: figures(rowsOf(share).map(({ fitSeconds }) => fitSeconds)),
    ...qualityOf(rowsOf(share), rowsOf(1)[0], metrics),
  })
  const value = Object.fromEntries([1, ...shares].map((share) => [100 * share, ofShare(share)]))
  const headline = value[10] ?? value[percents[0]]
  return {
    bench: 'sampling',
    data,
    ratio: headline[metrics[0]].kept,
    tuned,
    value,
    calibration: { [FLOOR]: Object.fromEntries(metrics.map((metric) => [metric, byName.get(FLOOR)[metric]])) },
    split: { hash: report.split.hash, questions: report.split.questions, trainRows: report.split.trainRows },
    unit: metrics[0],
    runs: samples,
  }
}

export function lines({ value, calibration }) {
  const shown = Object.entries(value).map(([percent, { viewers, fitCpuSeconds, ...metrics }]) => {
    const quality = Object.entries(metrics).map(
      ([metric, { median, min, max, kept }]) =>
        `${metric} ${median} (${min} to ${max}), ${(100 * kept.median).toFixed(1)} % of what all viewers give`,
    )
    return `${percent} % (${viewers} viewers, ${fitCpuSeconds.median} s): ${quality.join('; ')}`
  })
  return [...shown, `${FLOOR}: ${JSON.stringify(calibration[FLOOR])}`]
}

function qualityOf(rows, full, metrics) {
  const of = (metric) => {
    const quality = figures(rows.map((row) => row[metric]))
    const interval = rows.length === 1 ? { interval: rows[0][`${metric} interval`] } : {}
    return [metric, { ...quality, ...interval, kept: figures(rows.map((row) => row[metric] / full[metric])) }]
  }
  return Object.fromEntries(metrics.map(of))
}

/** `deviation`: the standard deviation from sample to sample, questions being the same. */
function figures(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const mean = sorted.reduce((sum, number) => sum + number, 0) / sorted.length
  const squares = sorted.reduce((sum, number) => sum + (number - mean) ** 2, 0)
  const round = (number) => Math.round(number * 1e4) / 1e4
  const shape = { min: round(sorted[0]), median: round(sorted[sorted.length >> 1]), max: round(sorted.at(-1)) }
  return sorted.length === 1 ? shape : { ...shape, deviation: round(Math.sqrt(squares / (sorted.length - 1))) }
}

function cpuMs() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
