// What the ranking service has resident for a catalogue of 100,000 titles and a model with full rows, beside the size of that model.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { credentials } from '@grpc/grpc-js'
import { GetPageRequest, RankingServiceClient } from '@upnext/contracts'
import { cleanEnvironment, tempFolder } from '@upnext/testkit'
import { round, spread } from '../quantiles.mjs'

const TITLES = 100_000
const RUNS = 5
const PAGES = 300
/** What the goal lets a process have besides its model, and how often the model may be in it. */
const BASE_MB = 120
const TIMES = 2.5

export async function run({ sizes, say }) {
  const titles = sizes[0] ?? TITLES
  const folder = await tempFolder('upnext-bench-')
  const env = { ...cleanEnvironment(), UPNEXT_DATA: folder.path }
  try {
    say(`writing ${titles} titles and a model`)
    const [filled] = await once(child('./fill.mjs', [String(titles)], env), 'message')
    const modelMb = filled.modelBytes / 2 ** 20
    const runs = []
    for (let turn = 1; turn <= RUNS; turn += 1) {
      const figures = await measured(env)
      say(`run ${turn} of ${RUNS}: ${figures.after.residentMb.own} MB of its own after ${PAGES} pages`)
      runs.push(figures)
    }
    const over = (figure) => spread(runs.map(figure))
    const own = over(({ after }) => after.residentMb.own)
    return {
      bench: 'memory',
      ratio: over(({ after }) => after.residentMb.own / modelMb),
      value: {
        ownMb: own,
        residentMb: over(({ after }) => after.residentMb.all),
        heapMb: over(({ after }) => after.heapMb),
        beforePagesMb: over(({ before }) => before.residentMb.own),
        goalMb: round(TIMES * modelMb + BASE_MB),
      },
      calibration: { modelMb: round(modelMb), titles, documents: filled.documents },
      unit: 'MB',
      runs: RUNS,
    }
  } finally {
    await folder.remove()
  }
}

export function lines({ value, calibration, ratio }) {
  return [
    `${calibration.titles} titles, a model of ${calibration.modelMb} MB: ${value.ownMb.median} MB of memory of its own (${value.residentMb.median} MB resident with mapped files), ${ratio.median} times the model`,
    `the goal, ${TIMES} times the model and ${BASE_MB} MB: ${value.goalMb} MB`,
  ]
}

async function measured(env) {
  const server = child('./server.mjs', [], env)
  const [{ port }] = await once(server, 'message')
  const before = await report(server)
  await askForPages(port)
  const after = await report(server)
  const exited = once(server, 'exit')
  server.send('stop')
  await exited
  return { before, after }
}

async function report(server) {
  server.send('report')
  const [figures] = await once(server, 'message')
  return figures
}

/** Of guests with some history, one after the other: what a page allocates is part of what a process needs. */
async function askForPages(port) {
  const client = new RankingServiceClient(`127.0.0.1:${port}`, credentials.createInsecure())
  for (let page = 0; page < PAGES; page += 1) {
    const items = Array.from({ length: 20 }, (_, at) => ({ itemId: `tt${String(page * 20 + at).padStart(7, '0')}` }))
    const request = GetPageRequest.fromPartial({ audience: { $case: 'guest', value: { items } } })
    await new Promise((resolve, reject) =>
      client.getPage(request, (error, answer) => (error === null ? resolve(answer) : reject(error))),
    )
  }
  client.close()
}

function child(file, args, env) {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, { env, execArgv: [] })
}
