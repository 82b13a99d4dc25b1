// npm run bench -- <name> [--json] [options]: measures the product as its users run it, beside a plain calibration in the same run.
// npm run bench -- all [--only a,b]: all of the plan, and a dated report.
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { goalInWords, judgeGoals, summaryOf } from './goals.mjs'
import { runUntilValid } from './validity.mjs'

const BENCHES = {
  caps: () => import('./caps/caps.mjs'),
  ceilings: () => import('./ceilings/ceilings.mjs'),
  collector: () => import('./collector/collector.mjs'),
  feature: () => import('./feature/feature.mjs'),
  freshness: () => import('./freshness/freshness.mjs'),
  list: () => import('./list/list.mjs'),
  memory: () => import('./memory/memory.mjs'),
  overload: () => import('./overload/overload.mjs'),
  page: () => import('./page/page.mjs'),
  ranking: () => import('./ranking/ranking.mjs'),
  replay: () => import('./replay/replay.mjs'),
  sampling: () => import('./sampling/sampling.mjs'),
  scale: () => import('./scale/scale.mjs'),
  scoring: () => import('./scoring/scoring.mjs'),
  soak: () => import('./soak/soak.mjs'),
  startup: () => import('./startup/startup.mjs'),
  trainer: () => import('./trainer/trainer.mjs'),
  workers: () => import('./workers/workers.mjs'),
}
const OPTIONS = {
  json: { type: 'boolean', default: false },
  seconds: { type: 'string' },
  attempts: { type: 'string' },
  backends: { type: 'string' },
  sizes: { type: 'string' },
  neighbours: { type: 'string', default: '' },
  large: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
}
/** Of a run on a noisy machine. */
const ATTEMPTS = 3
/** A neighbour may be gone by then. */
const PAUSE_MS = 20_000

const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
const name = positionals[0] ?? ''
if (name === 'all') await all()
else if (Object.hasOwn(BENCHES, name)) await one()
else {
  say(`usage: npm run bench -- <name> [--json] [--seconds N] [--backends embedded|real] [--attempts N]`)
  say(`names: all, ${Object.keys(BENCHES).join(', ')}`)
  process.exitCode = 2
}

async function one() {
  const bench = await BENCHES[name]()
  const { CEILINGS, measureCeilings } = await import('./ceilings/ceilings.mjs')
  const judged = CEILINGS.benches[name]
  const result = await runUntilValid({
    bench: judged,
    ...CEILINGS,
    attempts: atLeastOne('attempts') ?? ATTEMPTS,
    measure: () => measureCeilings(judged?.measured ?? [], say),
    run: () => bench.run(optionsOfBench()),
    pause: () => setTimeout(PAUSE_MS),
    say,
  })
  // Goals are for the usual size: half the work is not twice the speed.
  const goals = values.sizes === undefined ? judgeGoals(name, result) : []
  for (const goal of goals)
    say(`${goal.met === null ? 'reported' : goal.met ? 'met' : 'NOT MET'}: ${goalInWords(goal)}`)
  const text = values.json ? JSON.stringify({ ...result, goals }) : bench.lines(result).join('\n')
  process.stdout.write(`${text}\n`)
}

async function all() {
  const { runAll } = await import('./report/run-all.mjs')
  const options = ['seconds', 'attempts', 'backends'].flatMap((option) =>
    values[option] === undefined ? [] : [`--${option}`, values[option]],
  )
  const linesOf = async (bench, result) => (await BENCHES[bench]()).lines(result)
  const summary = summaryOf(await runAll({ only: values.only.split(',').filter(Boolean), options, linesOf, say }))
  process.stdout.write(`${values.json ? JSON.stringify(summary) : summaryLines(summary).join('\n')}\n`)
  if (summary.failed.length > 0) process.exitCode = 1
}

function summaryLines({ met, missed, invalid, failed }) {
  const named = (word, benches) => (benches.length === 0 ? [] : [`${word}: ${benches.join(', ')}`])
  return [
    `${met} goals met, ${missed.length} not`,
    ...missed.map((goal) => `NOT MET: ${goal}`),
    ...named('invalid', invalid),
    ...named('failed', failed),
  ]
}

function optionsOfBench() {
  return {
    backends: (values.backends ?? 'embedded,real').split(','),
    seconds: atLeastOne('seconds'),
    sizes: numbers(values.sizes ?? ''),
    neighbours: numbers(values.neighbours),
    large: values.large,
    only: values.only,
    say,
  }
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function numbers(list) {
  return list.split(',').filter(Boolean).map(Number)
}

/** Undefined where it is not given. */
function atLeastOne(option) {
  if (values[option] === undefined) return undefined
  const number = Number(values[option])
  if (Number.isInteger(number) && number >= 1) return number
  throw new Error(`--${option}: ${values[option]} is not a whole number from 1 on`)
}
