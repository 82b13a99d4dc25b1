// The dated reports of `npm run bench -- all`, and the page that shows the newest.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../scripts/prepare.mjs'
import { writeFormatted, writeMarkedSection } from '../../scripts/marked-section.mjs'
import { goalsTable, runSection } from './tables.mjs'

const FOLDER = join(ROOT, 'bench', 'results')
const NAME = /^\d{4}-\d{2}-\d{2}-all\.json$/
const PAGE = join(ROOT, 'docs', 'performance.md')
const MARKERS = {
  begin: '<!-- figures of the benches: written by npm run bench -- all -->',
  end: '<!-- end of the figures of the benches -->',
}

/** The entries of the newest report; none where there is no report yet. */
export function newestEntries() {
  const newest = reportNames().at(-1)
  return newest === undefined ? [] : JSON.parse(readFileSync(join(FOLDER, newest), 'utf8')).entries
}

/** Writes `<date>-all.json` and `<date>-all.md`. */
export async function writeReport({ date, node, cores, entries }) {
  mkdirSync(FOLDER, { recursive: true })
  const base = join(FOLDER, `${date}-all`)
  await writeFormatted(`${base}.json`, JSON.stringify({ date, node, cores, entries }))
  await writeFormatted(`${base}.md`, reportPage({ date, node, cores, entries }))
}

/** Puts the newest figures into docs/performance.md. */
export async function writePerformancePage() {
  const newest = reportNames().at(-1)
  const from = newest === undefined ? 'No report yet.' : `From [\`${newest}\`](../bench/results/${newest}).`
  await writeMarkedSection(PAGE, MARKERS, `${from}\n\n${goalsTable(newestEntries())}`)
}

function reportPage({ date, node, cores, entries }) {
  const title = `# Benches of ${date}`
  const how = `Node ${node}, ${cores} cores. How to read it: [bench/README.md](../README.md).`
  return [title, how, goalsTable(entries), ...entries.map((entry) => runSection(entry))].join('\n\n')
}

function reportNames() {
  try {
    return readdirSync(FOLDER)
      .filter((name) => NAME.test(name))
      .sort()
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}
