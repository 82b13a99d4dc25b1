/** `npm run chaos`: kills things under load, and tells whether an event was lost or counted twice. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tempFolder } from '@upnext/testkit'
import { brokenInvariants } from './check/broken-invariants.ts'
import { OptionsError, USAGE, readOptions } from './options.ts'
import type { Options } from './options.ts'
import { toJson } from './report/result.ts'
import { tableOf } from './report/table.ts'
import { runChaos } from './run/run-chaos.ts'
import { ServersMissingError } from './world/servers.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(options: Options): Promise<number> {
  const { seed, minutes, rate, keep, json } = options
  const guardOff = options['guard-off']
  const folder = await tempFolder('upnext-chaos-')
  const from = performance.now()
  const load = { seed, minutes, eventsPerSecond: rate, guardOff }
  const findings = await runChaos({ ...load, folder: folder.path, say, onStarted: endOnSignal }).catch(
    async (error: unknown) => {
      if (error instanceof ServersMissingError) await folder.remove()
      else say(`logs: ${folder.path}`)
      throw error
    },
  )
  const facts = { seed, minutes, guardOff, seconds: Math.round((performance.now() - from) / 1_000) }
  const broken = brokenInvariants(findings)
  for (const line of tableOf(facts, findings, broken)) say(line)
  if (broken.length > 0 || keep) {
    await writeFile(join(folder.path, 'findings.json'), `${JSON.stringify({ facts, broken, findings }, null, 2)}\n`)
    say(`logs: ${folder.path}`)
  } else await folder.remove()
  if (json) say(JSON.stringify(toJson(facts, findings, broken)))
  return broken.length === 0 ? 0 : 1
}

/** Asked to end, the run leaves no server and no data behind, and then ends as it was asked. */
function endOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say('interrupted: stopping everything')
      void stop().finally(() => process.kill(process.pid, signal))
    })
  }
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) say(USAGE)
  else process.exitCode = await main(options)
} catch (error) {
  const hint = error instanceof OptionsError ? `\n${USAGE}` : ''
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${hint}\n`)
  process.exitCode = error instanceof ServersMissingError ? 3 : 2
}
