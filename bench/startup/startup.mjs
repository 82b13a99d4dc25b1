// How long `npm start` takes from the second time on, until a viewer's row is answered from a learned model. The first time imports and
// learns the example.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { credentials } from '@grpc/grpc-js'
import { GetNextToWatchRequest, RankingServiceClient } from '@upnext/contracts'
import { startProcess, tempFolder, waitUntil } from '@upnext/testkit'
import { bareStart } from '../calibration/bare-start.mjs'
import { round, spread } from '../quantiles.mjs'
import { residentMb } from '../resident.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RUNS = 5
const READY = /Upnext is ready: events and status at \S+, rows at (\S+)/
const FIRST_MS = 600_000
const LATER_MS = 60_000

export async function run({ say }) {
  const folder = await tempFolder('upnext-bench-')
  try {
    say('the first time: importing and learning the example')
    const first = await start(folder.path, FIRST_MS)
    await first.child.stop()
    const runs = { product: [], bare: [], memoryMb: [] }
    for (let turn = 1; turn <= RUNS; turn += 1) {
      runs.bare.push(await bareStart())
      const { child, seconds, memoryMb } = await start(folder.path, LATER_MS)
      await child.stop()
      runs.product.push(seconds)
      runs.memoryMb.push(memoryMb)
      say(`run ${turn} of ${RUNS}: ${round(seconds)} s, ${memoryMb} MB resident`)
    }
    return {
      bench: 'startup',
      ratio: spread(runs.product.map((seconds, turn) => seconds / runs.bare[turn])),
      value: { seconds: spread(runs.product), memoryMb: spread(runs.memoryMb), firstSeconds: round(first.seconds) },
      calibration: { seconds: spread(runs.bare) },
      unit: 's',
      runs: RUNS,
    }
  } finally {
    await folder.remove()
  }
}

export function lines({ value, calibration, ratio }) {
  return [
    `npm start to the first answer: ${value.seconds.median} s (the first time ${value.firstSeconds} s), ${value.memoryMb.median} MB resident`,
    `a bare process with the same packages: ${calibration.seconds.median} s; ratio ${ratio.median}`,
  ]
}

/** As `npm start` does it, its check of packages and its build included. */
async function start(data, timeoutMs) {
  const from = performance.now()
  const env = { UPNEXT_DATA: data, UPNEXT_HTTP_PORT: '0', UPNEXT_GRPC_PORT: '0' }
  const child = await startProcess({ entry: 'scripts/start.mjs', cwd: ROOT, env, timeoutMs, ready: READY })
  try {
    const [, address] = READY.exec(child.output())
    await untilAnswered(address, timeoutMs)
    return { child, seconds: (performance.now() - from) / 1000, memoryMb: await memoryOf(data) }
  } catch (error) {
    await child.stop()
    throw error
  }
}

/** A row of a learned model, for a viewer of the example. */
async function untilAnswered(address, timeoutMs) {
  const client = new RankingServiceClient(address, credentials.createInsecure())
  const audience = { $case: 'viewerId', value: '42' }
  const request = GetNextToWatchRequest.fromPartial({ audience, limit: 20 })
  const ask = () =>
    new Promise((resolve) => client.getNextToWatch(request, (error, answer) => resolve(error === null ? answer : null)))
  const isWhole = (answer) => answer !== null && answer.info.personalized && answer.row.items.length === 20
  try {
    await waitUntil(async () => isWhole(await ask()), { timeoutMs, message: 'a row of a learned model' })
  } finally {
    client.close()
  }
}

/** Of the process that owns the data folder, and not of `npm start` around it. */
async function memoryOf(data) {
  const { pid } = JSON.parse(await readFile(join(data, 'endpoints.json'), 'utf8'))
  return (await residentMb(pid)).all
}
