// npm run bench -- <name> [--json] [options]: measures the product as its users run it, beside a plain calibration in the same run.
import { parseArgs } from 'node:util'

const BENCHES = {
  caps: () => import('./caps/caps.mjs'),
  collector: () => import('./collector/collector.mjs'),
  feature: () => import('./feature/feature.mjs'),
  freshness: () => import('./freshness/freshness.mjs'),
  list: () => import('./list/list.mjs'),
  memory: () => import('./memory/memory.mjs'),
  page: () => import('./page/page.mjs'),
  ranking: () => import('./ranking/ranking.mjs'),
  replay: () => import('./replay/replay.mjs'),
  sampling: () => import('./sampling/sampling.mjs'),
  scale: () => import('./scale/scale.mjs'),
  scoring: () => import('./scoring/scoring.mjs'),
  startup: () => import('./startup/startup.mjs'),
  trainer: () => import('./trainer/trainer.mjs'),
}
const OPTIONS = {
  json: { type: 'boolean', default: false },
  backends: { type: 'string', default: 'embedded,real' },
  sizes: { type: 'string', default: '' },
  neighbours: { type: 'string', default: '' },
  large: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
}

const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
const name = positionals[0] ?? ''
if (!Object.hasOwn(BENCHES, name)) {
  process.stderr.write(`usage: npm run bench -- <name> [--json]; names: ${Object.keys(BENCHES).join(', ')}\n`)
  process.exitCode = 2
} else {
  const { run, lines } = await BENCHES[name]()
  const result = await run({
    backends: values.backends.split(','),
    sizes: numbers(values.sizes),
    neighbours: numbers(values.neighbours),
    large: values.large,
    only: values.only,
    say: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${lines(result).join('\n')}\n`)
}

function numbers(list) {
  return list.split(',').filter(Boolean).map(Number)
}
