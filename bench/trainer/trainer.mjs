// What learning costs: each task in a process of its own, on an invented log, in seconds of processor time (all threads of the task).
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { round, spread } from '../quantiles.mjs'

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url))
/** The size of which the aims speak, and a catalogue that must still fit. */
const AIM = { plays: 810_000, viewers: 30_000, titles: 41_000 }
/** Of the goal: everything from the log to the published model. */
const JOB = { plays: 1_000_000, viewers: 37_000, titles: 40_000 }
const LARGE = { plays: 10_000_000, viewers: 370_000, titles: 100_000 }
const SIZES = [100_000, 200_000, 400_000, 800_000]
const SEED = 1

export async function run({ sizes, large, only, say }) {
  if (only === 'job') {
    const log = sizes.length === 0 ? JOB : scaled(sizes[0])
    return { bench: 'trainer', ...(await compare(log, ['job'], say)), unit: 's', runs: 1 }
  }
  if (only !== '') return { bench: 'trainer', ...(await compare(AIM, [only], say)), unit: 's', runs: 1 }
  if (large) return { bench: 'trainer', ...(await compare(LARGE, ['fit'], say)), unit: 's', runs: 1 }
  const main = await compare(AIM, ['fit', 'tune', 'stream'], say)
  main.tasks.job = await child('job', JOB, say)
  const growth = []
  for (const plays of sizes.length > 0 ? sizes : SIZES) {
    const { fit } = (await compare(scaled(plays), ['fit', 'stream'], say)).tasks
    growth.push({
      plays: fit.plays,
      seconds: fit.seconds,
      usPerPlay: round((fit.seconds / fit.plays) * 1e6),
      peakMb: fit.peakMb,
    })
  }
  const tuneInFits = round(main.tasks.tune.seconds / main.tasks.fit.seconds)
  return { bench: 'trainer', ...main, unit: 's', runs: 1, tuneInFits, growth }
}

export function lines({ tasks, ratio, tuneInFits, growth = [] }) {
  const { fit, tune, stream, job } = tasks
  const stages = Object.entries(fit?.stages ?? {}).map(([stage, seconds]) => `  ${stage}: ${round(seconds)} s`)
  return [
    ...(fit
      ? [
          `fit of ${fit.plays} plays: ${round(fit.seconds)} s of processor time, peak ${fit.peakMb} MB; ${ratio.median} times reading the log`,
        ]
      : []),
    ...stages,
    ...(job
      ? [
          `from a log of ${job.plays} events to the published model: ${round(job.seconds)} s of processor time, ${round(job.wallSeconds)} s, peak ${job.jobPeakMb} MB; ${ratio.median} times reading the log`,
          ...Object.entries(job.parts).map(([part, seconds]) => `  ${part}: ${seconds} s of the clock`),
        ]
      : []),
    ...(tune
      ? [`tuning: ${round(tune.seconds)} s${tuneInFits ? `, ${tuneInFits} fits` : ''}, peak ${tune.peakMb} MB`]
      : []),
    ...(stream ? [`counts: ${stream.perSecond} events a second, peak ${stream.peakMb} MB`] : []),
    ...growth.map(
      ({ plays, seconds, usPerPlay, peakMb }) =>
        `${plays} plays: ${round(seconds)} s, ${usPerPlay} us a play, peak ${peakMb} MB`,
    ),
  ]
}

/** Viewers and titles grow as plays do. */
function scaled(plays) {
  const share = plays / AIM.plays
  return { plays, viewers: Math.ceil(AIM.viewers * share), titles: Math.ceil(AIM.titles * share) }
}

/** The calibration is run before and after, so that a noisy minute is seen. */
async function compare(log, names, say) {
  const before = await child('parse', log, say)
  const tasks = {}
  for (const name of names) tasks[name] = await child(name, log, say)
  const after = await child('parse', log, say)
  const bare = [before.seconds, after.seconds]
  const main = tasks[names[0]]
  return {
    ratio: spread(bare.map((seconds) => main.seconds / seconds)),
    value: { seconds: round(main.seconds), peakMb: main.peakMb, plays: main.plays },
    calibration: { seconds: spread(bare), plays: before.plays },
    tasks,
  }
}

async function child(task, log, say) {
  const args = [CHILD, JSON.stringify({ task, log: { ...log, seed: SEED } })]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const answer = JSON.parse(stdout)
  say(`${task} of ${answer.plays} plays: ${round(answer.seconds)} s, peak ${answer.peakMb} MB`)
  return answer
}
