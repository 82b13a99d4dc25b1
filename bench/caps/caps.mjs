// What bounded rows, pruned rows and short profiles cost in quality: one tuned configuration on the example's ratings, and only the
// bound changed. Every figure is that of `upnext-live` (successive, cut 0.9, items with at least 5 ratings).
import { fileURLToPath } from 'node:url'
import { EVALUATION_OPTIONS, liveRecommenders, runEvaluation } from '../../libs/evaluation/dist/index.js'
import { historiesOf } from '../../libs/learning/dist/index.js'
import { TUNE_OPTIONS, buildModel, buildNow, createTimeline, tune } from '../../libs/recsys/dist/index.js'

const RATINGS = fileURLToPath(new URL('../../examples/data/ml-latest-small/ratings.csv', import.meta.url))
const COLUMNS = { user: 'userId', item: 'movieId', time: 'timestamp' }
const NEIGHBOURS = [50, 100, 150, 200]
const ROW_LIMITS = [64, 128, 256, 1024]
const RECENT_TITLES = [50, 100, 200, 500]

export async function run({ say }) {
  let tuned = null
  const configurationFor = (timeline) => (tuned ??= buildNow(tune(timeline, TUNE_OPTIONS)).configuration)
  const measure = async (what, change, recent = RECENT_TITLES[1]) => {
    const fit = (data) => {
      const timeline = buildNow(createTimeline(historiesOf(data.profiles)))
      const known = configurationFor(timeline)
      const settings = { ...known.settings, historyLimit: recent, ...change(known.settings) }
      const built = buildNow(buildModel(timeline, { ...known, settings }, null))
      return liveRecommenders(built, timeline.unit, settings.neighbours).slice(0, 1)
    }
    const { servingCaps } = EVALUATION_OPTIONS
    const files = {
      data: [RATINGS],
      test: [],
      columns: COLUMNS,
      cut: 0.9,
      minItemCount: 5,
      ratingMax: null,
      content: null,
    }
    const report = await runEvaluation({
      data: 'ml-latest-small',
      source: { format: 'events', protocol: 'successive', files },
      options: { ...EVALUATION_OPTIONS, servingCaps: { ...servingCaps, recent } },
      models: [{ names: ['upnext-live'], fit }],
      gauges: { nowMs: () => performance.now(), peakMemoryMb: () => 0 },
      onProgress: () => {},
    })
    const row = report.rows[0]
    say(`${what}: HR@10 ${row['HR@10']}, NDCG@10 ${row['NDCG@10']}`)
    return { 'HR@10': row['HR@10'], 'NDCG@10': row['NDCG@10'], microsecondsPerQuery: row.microsecondsPerQuery }
  }
  const value = { neighbours: {}, rowLimit: {}, recentTitles: {} }
  for (const neighbours of NEIGHBOURS) {
    value.neighbours[neighbours] = await measure(`rows of ${neighbours}`, () => ({ neighbours }))
  }
  for (const rowLimit of ROW_LIMITS) {
    const change = ({ counts }) => ({ counts: { ...counts, rowLimit } })
    value.rowLimit[rowLimit] = await measure(`counts of ${rowLimit} a row`, change)
  }
  for (const recent of RECENT_TITLES) {
    value.recentTitles[recent] = await measure(`profiles of ${recent} titles`, () => ({}), recent)
  }
  return { bench: 'caps', value, unit: 'share of targets', runs: 1 }
}

export function lines({ value }) {
  return Object.entries(value).flatMap(([bound, rows]) =>
    Object.entries(rows).map(([of, row]) => `${bound} ${of}: HR@10 ${row['HR@10']}, NDCG@10 ${row['NDCG@10']}`),
  )
}
