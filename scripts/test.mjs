// `npm test`: installs, builds, provides real servers, runs everything, and says at the very end how much of it passed.
//   node scripts/test.mjs [unit|contract|integration] [--no-checks] [arguments of Jest]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { neededServers } from './needed-servers.mjs'
import { ROOT, ensureBuilt, ensureInstalled, requireNode, spawnHere } from './prepare.mjs'
import { createTally } from './tally.mjs'

const PROJECTS = ['unit', 'contract', 'integration']
/** Before the tests: it writes generated code anew, and puts it back. */
const FIRST_CHECK = 'gen:check'
/** Side by side, in what time the tests leave: those wait for timers and servers now and then. */
const CHECKS = ['lint', 'format:check']
const CHECKS_NICE = 10
const JEST = join('node_modules', 'jest', 'bin', 'jest.js')
const JEST_LIMIT_MS = 20 * 60_000
/** Two minutes of kills under load, always the same ones. */
const CHAOS = ['--minutes', '2', '--seed', '1']
/** What chaos answers where this machine has no Kafka or no Redis for it. */
const NO_SERVERS = 3

requireNode()
const { projects, checks, jestArgs, everything } = readArguments(process.argv.slice(2))
const tally = createTally()
const running = new Set()
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupt)

let checked = Promise.resolve()
let servers = { env: {}, missing: [], stop: async () => {} }
try {
  if (!(await ensureInstalled(run))) tally.check('npm install', false)
  else {
    await step('build', () => ensureBuilt(run))
    if (checks.length > 0) await runCheck(FIRST_CHECK)
    checked = Promise.all(checks.map((name) => runCheck(name, CHECKS_NICE)))
    servers = await provision()
    if (!interrupted) await runJest(leaveOut())
    if (everything && !interrupted) await runChaos()
  }
} finally {
  await checked
  await servers.stop()
}
for (const note of tally.notes()) console.log(note)
if (interrupted) console.log('interrupted')
process.exitCode = tally.failed() || interrupted ? 1 : 0
console.log(tally.lastLine())

function runCheck(name, nice = 0) {
  return step(name, async () => (await run('npm', ['run', '-s', name], { nice })) === 0)
}

/** Servers for the suites that need real ones. Failing to start one is no error yet: its suites are left out, loudly. */
async function provision() {
  if (projects.every((name) => name === 'unit')) return servers
  try {
    const { provisionServers } = await import('../libs/testkit/dist/index.js')
    return await provisionServers(process.env)
  } catch (error) {
    const reason = `the testkit did not load: ${error.message}`
    return { ...servers, missing: ['kafka', 'redis', 'redisCluster'].map((name) => ({ name, variable: name, reason })) }
  }
}

/** The test files that cannot run because a server is missing; names them and counts them. */
function leaveOut() {
  if (servers.missing.length === 0) return []
  const missing = new Set(servers.missing.map(({ name }) => name))
  const files = listTests().filter((file) => neededServers(file).some((name) => missing.has(name)))
  const everythingMustRun = process.env.CI === 'true'
  console.log('\n!!! some suites cannot run here, because servers are missing:')
  for (const { name, variable, reason } of servers.missing) console.log(`!!!   ${name} (or set ${variable}): ${reason}`)
  for (const file of files)
    console.log(`!!! NOT RUN${everythingMustRun ? ' (a failure with CI=true)' : ''}: ${relative(ROOT, file)}`)
  console.log('')
  tally.leftOut(files, everythingMustRun)
  return files
}

function listTests() {
  const selected = projects.filter((name) => name !== 'unit')
  const args = [JEST, '--selectProjects', ...selected, '--listTests', '--json', ...jestArgs]
  const { stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: jestEnvironment() })
  return JSON.parse(stdout)
}

async function runJest(leftOut) {
  const folder = mkdtempSync(join(tmpdir(), 'upnext-report-'))
  const report = join(folder, 'report.json')
  const ignored = ['/node_modules/', ...leftOut.map((file) => `${escape(file)}$`)]
  const alarm = setTimeout(() => {
    console.error(`the tests took longer than ${JEST_LIMIT_MS / 60_000} minutes`)
    stopRunning()
  }, JEST_LIMIT_MS)
  try {
    const select = ['--selectProjects', ...projects, '--testPathIgnorePatterns', ...ignored]
    // Nothing but left-out suites is not Jest's mistake.
    if (leftOut.length > 0) select.push('--passWithNoTests')
    const args = [JEST, ...select, '--json', `--outputFile=${report}`, ...jestArgs]
    // With --json Jest prints its report on stdout as well: what people read goes to stderr.
    const exitCode = await run(process.execPath, args, {
      env: jestEnvironment(),
      stdio: ['inherit', 'ignore', 'inherit'],
    })
    tally.jest(readReport(report), exitCode)
  } finally {
    clearTimeout(alarm)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** On servers of its own, so those of the tests are gone by then. */
async function runChaos() {
  await servers.stop()
  const startedAt = performance.now()
  const exitCode = await run(process.execPath, [join('chaos', 'dist', 'main.js'), ...CHAOS])
  const everythingMustRun = process.env.CI === 'true'
  if (exitCode === NO_SERVERS && !everythingMustRun) {
    console.log('!!! NOT RUN: chaos, because it could not start a Kafka broker and a Redis server of its own')
    tally.leftOut(['chaos'], everythingMustRun)
    return
  }
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  console.log(`${exitCode === 0 ? 'ok  ' : 'FAIL'} chaos (${seconds} s)`)
  tally.check('chaos (120 s)', exitCode === 0)
}

function jestEnvironment() {
  // Jest's ES modules are behind this flag, which makes Node warn in every worker.
  const flags = '--experimental-vm-modules --disable-warning=ExperimentalWarning'
  return { ...process.env, ...servers.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${flags}`.trim() }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

async function step(name, act) {
  if (interrupted) return
  const startedAt = performance.now()
  const ok = await act()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  tally.check(name, ok)
}

/** Like `spawnHere`, and ended with us. */
function run(command, args, { nice = 0, ...options } = {}) {
  let child
  const onSpawn = (started) => {
    child = started
    running.add(started)
    if (nice > 0 && started.pid !== undefined) setPriority(started.pid, nice)
  }
  return spawnHere(command, args, { ...options, onSpawn }).finally(() => running.delete(child))
}

function interrupt() {
  interrupted = true
  stopRunning()
}

function stopRunning() {
  for (const child of running) child.kill('SIGTERM')
}

function readArguments(args) {
  const named = PROJECTS.includes(args[0]) ? args[0] : null
  const rest = named === null ? args : args.slice(1)
  const jestArgs = rest.filter((arg) => arg !== '--no-checks')
  const everything = named === null && jestArgs.length === 0
  return {
    projects: named === null ? PROJECTS : [named],
    checks: everything && !rest.includes('--no-checks') ? CHECKS : [],
    jestArgs,
    everything,
  }
}

function escape(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
