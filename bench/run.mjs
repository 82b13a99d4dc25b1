// npm run bench -- <name> [--json] [options]: measures the product as its users run it, beside a plain calibration in the same run.
import { parseArgs } from 'node:util'

const BENCHES = { freshness: () => import('./freshness/freshness.mjs') }
const OPTIONS = { json: { type: 'boolean', default: false }, backends: { type: 'string', default: 'embedded,real' } }

const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
const name = positionals[0] ?? ''
if (!Object.hasOwn(BENCHES, name)) {
  process.stderr.write(`usage: npm run bench -- <name> [--json]; names: ${Object.keys(BENCHES).join(', ')}\n`)
  process.exitCode = 2
} else {
  const { run, lines } = await BENCHES[name]()
  const result = await run({ backends: values.backends.split(','), say: (line) => process.stderr.write(`${line}\n`) })
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${lines(result).join('\n')}\n`)
}
