// What putting lists in order costs in hits and gains in variety: a grid of settings, each on the same scores of `upnext-live`. By it the
// defaults were chosen, so it never sees what `upnext evaluate` holds out: it cuts off the example's last tenth of time, and holds out
// the last tenth of what is left. Beside it, how long putting 20 of 60 in order takes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EVALUATION_OPTIONS, arranged, genresIn, liveScoring, runEvaluation } from '../../libs/evaluation/dist/index.js'
import { historiesOf } from '../../libs/learning/dist/index.js'
import * as recsys from '../../libs/recsys/dist/index.js'

const { ARRANGE_SETTINGS, TUNE_OPTIONS, buildModel, buildNow, contentMatrix, contentRows, createTimeline } = recsys
const DATA = fileURLToPath(new URL('../../examples/data/ml-latest-small/', import.meta.url))
const SHARES = [0, 0.1, 0.2, 0.3, 0.5, 1]
const LEAST_ROWS = 5
const CUT = 0.9
const METRICS = ['NDCG@10', 'HR@10', 'diversity@10', 'calibration@10', 'coverage@10']

export async function run({ say }) {
  const folder = mkdtempSync(join(tmpdir(), 'upnext-bench-list-'))
  try {
    const ratings = join(folder, 'ratings.csv')
    writeFileSync(ratings, await ratingsBeforeCut())
    const rows = await grid(ratings)
    for (const row of rows) say(lineOf(row))
    return { bench: 'list', value: { rows, microseconds: microsecondsOf() }, unit: 'see docs/evaluation.md', runs: 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export function lines({ value }) {
  return [...value.rows.map(lineOf), `20 of 60 in order: median ${value.microseconds.toFixed(1)} us`]
}

function lineOf({ diversity, calibration, ...metrics }) {
  const shown = METRICS.map((name) => `${name} ${metrics[name]}`).join(', ')
  return `diversity ${diversity}, calibration ${calibration}: ${shown}`
}

/** The training part of the example's evaluation, of titles that it is asked about. */
async function ratingsBeforeCut() {
  const [header, ...lines] = (await readFile(join(DATA, 'ratings.csv'), 'utf8')).trimEnd().split('\n')
  const counts = new Map()
  const titleOf = (line) => line.split(',')[1]
  for (const line of lines) counts.set(titleOf(line), (counts.get(titleOf(line)) ?? 0) + 1)
  const kept = lines.filter((line) => counts.get(titleOf(line)) >= LEAST_ROWS)
  const timeOf = (line) => Number(line.split(',')[3])
  const times = kept.map(timeOf).sort((a, b) => a - b)
  const cut = times[Math.floor(CUT * (times.length - 1))]
  return [header, ...kept.filter((line) => timeOf(line) < cut), ''].join('\n')
}

async function grid(ratings) {
  const settings = SHARES.flatMap((diversity) => SHARES.map((calibration) => ({ diversity, calibration })))
  const nameOf = ({ diversity, calibration }) => `${diversity} ${calibration}`
  const fit = (data) => {
    const timeline = buildNow(createTimeline(historiesOf(data.profiles), data.content.keys()))
    const tokens = timeline.items.map((item) => data.content.get(item) ?? [])
    const content = buildNow(contentRows(buildNow(contentMatrix(tokens)), TUNE_OPTIONS.base.neighbours))
    const { configuration } = buildNow(recsys.tune(timeline, { ...TUNE_OPTIONS, content }))
    const built = buildNow(buildModel(timeline, configuration, content))
    const { scored, learn } = liveScoring(built, timeline.unit, configuration.settings.neighbours)
    const scoredOnce = lastOf(scored)
    const genresOf = genresIn(data.content)
    return settings.map((chosen) => {
      return {
        name: nameOf(chosen),
        recommend: arranged(scoredOnce, genresOf, { ...ARRANGE_SETTINGS, ...chosen }),
        learn,
      }
    })
  }
  const columns = { user: 'userId', item: 'movieId', time: 'timestamp' }
  const content = { path: join(DATA, 'movies.csv'), idColumn: 'movieId', contentColumns: ['genres'] }
  const files = { data: [ratings], test: [], columns, cut: CUT, minItemCount: LEAST_ROWS, ratingMax: null, content }
  const { rows } = await runEvaluation({
    data: 'ml-latest-small, training part',
    source: { format: 'events', protocol: 'successive', files },
    options: EVALUATION_OPTIONS,
    models: [{ names: settings.map(nameOf), fit }],
    gauges: { nowMs: () => performance.now(), peakMemoryMb: () => 0 },
    onProgress: () => {},
  })
  return settings.map((chosen, at) => {
    return { ...chosen, ...Object.fromEntries(METRICS.map((name) => [name, rows[at][name]])) }
  })
}

/** All settings are asked the same: scored once. A question is its history, which is made anew for each. */
function lastOf(scored) {
  let history = null
  let answer = []
  return (query) => {
    if (query.history !== history) answer = scored(query)
    history = query.history
    return answer
  }
}

function microsecondsOf() {
  const random = recsys.seededRandom(1)
  const numbers = (count, below) => [...new Set(Array.from({ length: count }, () => Math.floor(random() * below)))]
  const titles = Array.from({ length: 60 }, (_, at) => {
    const traits = { genres: numbers(3, 20), people: numbers(5, 300), group: random() < 0.3 ? at % 7 : -1 }
    return { ...traits, score: 1 / (at + 1), popularity: random(), shown: at % 3 }
  })
  const above = recsys.createListTally()
  for (const title of titles.slice(30)) above.add(title)
  const taste = recsys.genreTaste(titles.map(({ genres }) => ({ genres, weight: random() })))
  const arrange = recsys.createArrange()
  const query = { titles, count: 20, settings: { ...ARRANGE_SETTINGS, popularity: 0.2 }, taste, above }
  const times = Array.from({ length: 20_000 }, () => {
    const startMs = performance.now()
    arrange(query)
    return 1000 * (performance.now() - startMs)
  })
  return times.sort((a, b) => a - b)[times.length >> 1]
}
