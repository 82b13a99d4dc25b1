// `npm run verify`: runs what backs the project's claims, and writes what came out to docs/evidence.json. `npm run verify -- chaos` runs
// one part of it, and leaves the others as they are.
import { spawn } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeChaosReport } from './chaos-report.mjs'
import { commit, today } from './commit.mjs'
import { ROOT, ensureBuilt, requireNode } from './prepare.mjs'

/** The ratings that come with the project. */
const RATINGS =
  '--format events --data examples/data/ml-latest-small/ratings.csv --columns user=userId,item=movieId,time=timestamp --min-item-count 5'
/** What the model reaches on them, and what of it is left on a page. */
const EXAMPLE = `${RATINGS} --models upnext,upnext-live,unlearned-blend,cosine-recent`
const PAGE = `${RATINGS} --items examples/data/ml-latest-small/movies.csv --item-columns id=movieId,content=genres --models upnext-live,upnext-page`

/** A page may cost 3 % of NDCG@10, and has to be worth it. */
const worthItsCost = ({ exitCode, figures }) => {
  const [live, page] = figures?.rows ?? []
  if (exitCode !== 0 || page?.model !== 'upnext-page') return false
  const costsLittle = page['NDCG@10'] >= 0.97 * live['NDCG@10']
  return costsLittle && page['diversity@10'] > live['diversity@10'] && page['calibration@10'] < live['calibration@10']
}

/** Benches say themselves which of their goals are met, and for which the machine was not quiet enough. */
const metGoals = ({ exitCode, figures }) =>
  exitCode === 0 && figures?.missed?.length === 0 && figures.invalid.length === 0

/** With a guard off, chaos has to find something: a checker that cannot fail proves nothing. */
const foundSomething = ({ exitCode, figures }) => exitCode === 1 && (figures?.lost ?? 0) + (figures?.doubled ?? 0) > 0

/** What half an hour of chaos has to have killed to count as such. */
const KILLS = { feature: 100, redis: 20, kafka: 10, 'event-collector': 20, ranking: 20, trainer: 20 }
const killedEnough = ({ exitCode, figures }) =>
  exitCode === 0 && Object.entries(KILLS).every(([target, least]) => (figures?.kills?.[target] ?? 0) >= least)

/**
 * Every claim's command, the part of the evidence that it belongs to, how its figures are read from what it prints, and when it has
 * passed (by default with exit code 0).
 */
const COMMANDS = [
  { part: 'tests', command: 'npm test', figures: testCounts },
  { part: 'crashes', command: 'UPNEXT_CRASHES=1000 npm run -s test:unit -- simulation/src', figures: testCounts },
  {
    part: 'fuzz',
    command: 'UPNEXT_TEST_FUZZ_CASES=100000 npm run -s test:unit -- services/ranking/src/page/page.property.test.ts',
    figures: testCounts,
  },
  { part: 'benches', command: 'npm run -s bench -- all --attempts 2 --json', figures: lastJson, passes: metGoals },
  {
    part: 'chaos',
    command: 'npm run -s chaos -- --minutes 30 --seed 20261126 --json',
    figures: lastJson,
    passes: killedEnough,
  },
  {
    part: 'controls',
    command: 'npm run -s chaos -- --minutes 2 --seed 1 --guard-off cas --json',
    figures: lastJson,
    passes: foundSomething,
  },
  {
    part: 'controls',
    command: 'npm run -s chaos -- --minutes 2 --seed 1 --guard-off fold --json',
    figures: lastJson,
    passes: foundSomething,
  },
  { part: 'model', command: `node services/cli/bin/upnext.js evaluate ${EXAMPLE} --json`, figures: evaluationRows },
  {
    part: 'model',
    command: `node services/cli/bin/upnext.js evaluate ${PAGE} --json`,
    figures: evaluationRows,
    passes: worthItsCost,
  },
]
const EVIDENCE = join(ROOT, 'docs', 'evidence.json')

requireNode()
const parts = partsAsked(process.argv.slice(2))
// Benches and evaluations run what is built, which one part alone would leave as it was.
if (!(await ensureBuilt())) process.exit(1)
const found = new Map()
for (const { command, figures: read, passes = passedQuietly } of COMMANDS.filter(({ part }) => parts.has(part))) {
  console.log(`\n> ${command}`)
  const startedAt = performance.now()
  const { exitCode, stdout } = await runShown(command)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  const figures = read(stdout)
  const passed = passes({ exitCode, figures })
  found.set(command, {
    command,
    commit: commit(),
    date: today(),
    node: process.version,
    seconds,
    exitCode,
    passed,
    figures,
  })
  // After each, so that half an evening's work is not lost with the other half.
  await writeEvidence()
}

const failed = [...found.values()].filter(({ passed }) => !passed)
for (const { command, exitCode } of failed) console.error(`FAIL ${command} (exit code ${exitCode})`)
console.log(`docs/evidence.json: ${found.size - failed.length} of ${found.size} commands passed`)
process.exitCode = failed.length > 0 ? 1 : 0

/** All of them, where none is named. */
function partsAsked(names) {
  const all = new Set(COMMANDS.map(({ part }) => part))
  const unknown = names.filter((name) => !all.has(name))
  if (unknown.length > 0) {
    console.error(`npm run verify -- [${[...all].join('|')}] ...: there is no ${unknown.join(', ')}`)
    process.exit(2)
  }
  return names.length === 0 ? all : new Set(names)
}

async function writeEvidence() {
  const before = new Map(earlierEvidence().map((entry) => [entry.command, entry]))
  const entries = COMMANDS.flatMap(({ command }) => found.get(command) ?? before.get(command) ?? [])
  writeFileSync(`${EVIDENCE}.new`, `${JSON.stringify({ commands: entries }, null, 2)}\n`)
  renameSync(`${EVIDENCE}.new`, EVIDENCE)
  await writeChaosReport(entries)
}

/** What stays of commands that are not run now: each entry says at which commit it was made. */
function earlierEvidence() {
  try {
    return JSON.parse(readFileSync(EVIDENCE, 'utf8')).commands.filter(({ commit }) => commit !== undefined)
  } catch {
    return []
  }
}

function passedQuietly({ exitCode }) {
  return exitCode === 0
}

/** Runs a command, shows its output as it comes, and answers its standard output. */
function runShown(command) {
  return new Promise((resolve) => {
    const child = spawn(command, { cwd: ROOT, shell: true, stdio: ['inherit', 'pipe', 'inherit'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      process.stdout.write(text)
    })
    child.once('close', (code) => resolve({ exitCode: code ?? 1, stdout }))
  })
}

function testCounts(stdout) {
  const counts = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(stdout)
  return counts === null ? null : { passed: Number(counts[1]), failed: Number(counts[2]), skipped: Number(counts[3]) }
}

function lastJson(stdout) {
  const line = stdout.split('\n').findLast((text) => text.startsWith('{'))
  try {
    return line === undefined ? null : JSON.parse(line)
  } catch {
    return null
  }
}

function evaluationRows(stdout) {
  const report = lastJson(stdout)
  const names = [
    'model',
    'HR@10',
    'HR@10 interval',
    'NDCG@10',
    'diversity@10',
    'calibration@10',
    'coverage@10',
    'fitSeconds',
  ]
  const figures = (row) => Object.fromEntries(names.map((name) => [name, row[name]]))
  return report === null ? null : { split: report.split.hash, rows: report.rows.map(figures) }
}
