// One task of the trainer's bench in a process of its own, so that its peak of memory is its own. Argument and answer are JSON.
import {
  COUNT_SETTINGS,
  MODEL_SETTINGS,
  OPTIONAL_CHANNELS,
  TUNE_OPTIONS,
  buildModel,
  createCounts,
  playsByTime,
  tune,
  viewersOfPlays,
} from '@upnext/recsys'
import { parseLines } from '../calibration/parse-lines.mjs'
import { trainFromLog } from './from-log.mjs'
import { inventedLog } from './invented-log.mjs'

const TASKS = { fit, tune: tuneAll, stream, parse, job: trainFromLog }
/** Titles of a viewer that counts are told of. */
const RECENT = 30

const { task, log } = JSON.parse(process.argv[2])
const timeline = inventedLog(log)
const atStart = process.resourceUsage().maxRSS
const measured = await TASKS[task](timeline)
const megabytes = (kilobytes) => Math.round(kilobytes / 1024)
process.stdout.write(
  JSON.stringify({
    ...measured,
    plays: timeline.titles.length,
    peakMb: megabytes(process.resourceUsage().maxRSS),
    logMb: megabytes(atStart),
  }),
)

function fit() {
  const channels = [
    ...MODEL_SETTINGS.channels,
    ...OPTIONAL_CHANNELS.ordered.filter(({ rowSet }) => rowSet !== 'content'),
  ]
  const settings = { ...MODEL_SETTINGS, channels, blend: channels.map((_, c) => MODEL_SETTINGS.blend[c] ?? 0) }
  const { model } = timed(() => buildModel(timeline, { settings, ranker: null, again: null }, null))
  const entries = Object.fromEntries(
    [...model.result.model.rowSets].map(([name, rows]) => [name, rows.neighbours.length]),
  )
  return { seconds: model.seconds, stages: model.stages, entries }
}

function tuneAll() {
  const { model } = timed(() => tune(timeline, TUNE_OPTIONS))
  const { configuration, report } = model.result
  return { seconds: model.seconds, stages: model.stages, learned: configuration.ranker !== null, fresh: report.fresh }
}

/** Drives a builder, and gives the time between two of its steps to the stage that the first of them named. */
function timed(start) {
  const stages = {}
  const from = seconds()
  let [stage, since] = ['start', from]
  const builder = start()
  for (;;) {
    const step = builder.next()
    const next = step.done ? null : step.value.stage.replace(/, step \d+$/, '')
    // The clock costs more than a step.
    if (next === stage) continue
    const now = seconds()
    stages[stage] = (stages[stage] ?? 0) + now - since
    if (step.done) return { model: { result: step.value, seconds: now - from, stages } }
    ;[stage, since] = [next, now]
  }
}

/** Events of all viewers in the order of time, as a daemon sees them. */
function stream() {
  const order = playsByTime(timeline)
  const viewers = viewersOfPlays(timeline)
  const known = Array.from({ length: timeline.offsets.length - 1 }, () => ({ titles: [], weights: [] }))
  const counts = createCounts(COUNT_SETTINGS)
  const from = seconds()
  for (const play of order) {
    const before = known[viewers[play]]
    const [title, weight] = [timeline.titles[play], timeline.weights[play]]
    counts.observe(before, title, weight, timeline.times[play])
    before.titles.unshift(title)
    before.weights.unshift(weight)
    if (before.titles.length > RECENT) {
      before.titles.pop()
      before.weights.pop()
    }
  }
  const took = seconds() - from
  return { seconds: took, perSecond: Math.round(order.length / took) }
}

function parse() {
  return { seconds: parseLines(timeline, seconds) }
}

/** Of processor time, all threads: a busy neighbour does not count, collecting garbage beside does. */
function seconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
