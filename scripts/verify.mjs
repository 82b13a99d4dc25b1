// `npm run verify`: runs what backs the project's claims, and writes what came out to docs/evidence.json.
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, requireNode } from './prepare.mjs'

/** What the model reaches on the ratings that come with the project. */
const EXAMPLE =
  '--format events --data examples/data/ml-latest-small/ratings.csv --columns user=userId,item=movieId,time=timestamp --min-item-count 5 --models upnext,upnext-live,unlearned-blend,cosine-recent'

/** Every claim's command, and how its figures are read from what it prints. */
const COMMANDS = [
  { command: 'npm test', figures: testCounts },
  { command: 'npm run -s bench -- freshness --json', figures: lastJson },
  { command: 'npm run -s bench -- scoring --json', figures: lastJson },
  { command: `node services/cli/bin/upnext.js evaluate ${EXAMPLE} --json`, figures: evaluationRows },
]

requireNode()
const commands = []
for (const { command, figures } of COMMANDS) {
  console.log(`\n> ${command}`)
  const startedAt = performance.now()
  const { exitCode, stdout } = await runShown(command)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  commands.push({ command, seconds, exitCode, figures: figures(stdout) })
}

const evidence = { commit: commit(), date: new Date().toISOString(), node: process.version, commands }
writeFileSync(join(ROOT, 'docs', 'evidence.json'), `${JSON.stringify(evidence, null, 2)}\n`)
const failed = commands.filter(({ exitCode }) => exitCode !== 0)
for (const { command, exitCode } of failed) console.error(`FAIL ${command} (exit code ${exitCode})`)
console.log(`docs/evidence.json: ${commands.length - failed.length} of ${commands.length} commands passed`)
process.exitCode = failed.length > 0 ? 1 : 0

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
  const figures = ({ model, 'HR@10': hr, 'HR@10 interval': interval, 'NDCG@10': ndcg, fitSeconds }) => {
    return { model, 'HR@10': hr, 'HR@10 interval': interval, 'NDCG@10': ndcg, fitSeconds }
  }
  return report === null ? null : { split: report.split.hash, rows: report.rows.map(figures) }
}

/** With `+` where there are changes that were not committed. */
function commit() {
  const git = (...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim()
  return `${git('rev-parse', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`
}
