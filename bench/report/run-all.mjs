// `npm run bench -- all`: the benches of the plan, one after the other, each in a process of its own, so that one that fails ends no other.
import { spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { commit, today } from '../../scripts/commit.mjs'
import { PLAN, chosenOf, commandOf } from '../plan.mjs'
import { newestEntries, writePerformancePage, writeReport } from './report.mjs'

const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url))
/** A bench that takes longer has failed. */
const LIMIT_MS = 40 * 60_000

/**
 * `only`: names of benches; what the newest report says of the others stays, with its date and commit, and so does
 * what a valid run gave where the new one is invalid. `options`: given to every bench.
 * The report is written anew after each bench. Answers what was run, `{ bench, result }`, with a null for a result where it failed.
 */
export async function runAll({ only, options, linesOf, say }) {
  const chosen = chosenOf(PLAN, only)
  const [date, at] = [today(), commit()]
  const runs = []
  let entries = newestEntries()
  for (const [number, { bench, args = [] }] of chosen.entries()) {
    const planned = { bench, args: [...args, ...options] }
    say(`[${number + 1}/${chosen.length}] ${commandOf(planned)}`)
    const from = performance.now()
    const outcome = await runOne(planned)
    const seconds = Math.round((performance.now() - from) / 1000)
    runs.push({ bench, result: outcome.result })
    const lines = outcome.result === null ? [] : await linesOf(bench, outcome.result)
    for (const line of outcome.result === null ? [`FAILED: ${outcome.error}`] : lines) say(`    ${line}`)
    entries = withEntry(entries, { bench, command: commandOf(planned), commit: at, date, seconds, ...outcome, lines })
    await writeReport({ date, node: process.versions.node, cores: cpus().length, entries })
  }
  await writePerformancePage()
  return runs
}

/**
 * In the order of the plan; what the plan no longer has is dropped. A run that was invalid does not take the place of one that was not:
 * what a machine could do in a noisy hour says nothing against it.
 */
export function withEntry(entries, entry, plan = PLAN) {
  const byBench = new Map(entries.map((one) => [one.bench, one]))
  const isWorse = entry.result?.valid === false && byBench.get(entry.bench)?.result?.valid === true
  if (!isWorse) byBench.set(entry.bench, entry)
  return plan.flatMap(({ bench }) => byBench.get(bench) ?? [])
}

function runOne({ bench, args }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [RUN, bench, ...args, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    })
    let [said, problem] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text) => (said += text))
    child.stderr.setEncoding('utf8').on('data', (text) => {
      problem = `${problem}${text}`.slice(-2000)
      process.stderr.write(text)
    })
    child.once('error', (error) => resolve({ result: null, error: error.message }))
    child.once('close', (code, signal) => resolve(outcomeOf({ code, signal, said, problem })))
  })
}

/** The result of a process that has ended, or why there is none. */
export function outcomeOf({ code, signal, said, problem }) {
  if (signal !== null) return { result: null, error: `ended by ${signal}` }
  if (code !== 0) return { result: null, error: errorLine(problem) ?? `exit code ${code}` }
  try {
    return { result: JSON.parse(said), error: null }
  } catch {
    return { result: null, error: 'it printed no JSON' }
  }
}

/** What a thrown error says: the last line that looks like one. */
function errorLine(problem) {
  return problem
    .split('\n')
    .findLast((line) => /^\s*\w*Error\b.*: /.test(line))
    ?.trim()
}
