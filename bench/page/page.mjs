// What a page costs: ten rows of twenty titles and what the viewer is in the middle of, for viewers with 50 titles, of 10,000. One caller
// that asks again as soon as it has its answer; beside it a server that returns the same bytes without making them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client, credentials } from '@grpc/grpc-js'
import { GetPageRequest, GetPageResponse } from '@upnext/contracts'
import { cleanEnvironment, provisionServers, randomNamespace, tempFolder } from '@upnext/testkit'
import { openLoop } from '../open-loop.mjs'
import { quantiles, round, spread } from '../quantiles.mjs'
import { residentMb } from '../resident.mjs'
import { bytesOnWire } from '../wire.mjs'
import { viewerId } from './filled-stores.mjs'

const RUNS = 7
const PAGES_PER_RUN = 500
const WARM_UP = 1500
const INVENTED = 300
const VIEWERS = 200
/** Of the load at a fixed rate. */
const SECONDS = 5
const GET_PAGE = '/upnext.ranking.v1.RankingService/GetPage'
const FAMILIES = { embedded: embeddedEnvironment, real: realEnvironment }

export async function run({ backends, say, seconds = SECONDS }) {
  const families = {}
  for (const name of backends) {
    const environment = FAMILIES[name]
    if (environment === undefined) throw new Error(`--backends: ${name} is neither embedded nor real`)
    const { env, close } = await environment(say)
    try {
      if (env !== null) families[name] = await measure(name, env, seconds, say)
    } finally {
      await close()
    }
  }
  const headline = families.embedded ?? families.real
  if (headline === undefined) throw new Error('nothing could be measured')
  return { bench: 'page', ...headline, unit: 'ms', runs: RUNS, families }
}

export function lines({ families }) {
  return Object.entries(families).map(
    ([name, { value, calibration, ratio, endToEnd, cpuMs, page, atHalf, residentMb: memory, wire }]) =>
      `${name}: a page of ${page.rows} rows and ${page.items} titles (${page.bytes} bytes) takes the server p50 ${value.p50} ms, p99 ${value.p99} ms, ` +
      `${cpuMs.page.median} ms of processor time with gRPC; its caller p50 ${endToEnd.p50} ms, p99 ${endToEnd.p99} ms; ` +
      `the same bytes from a static handler p50 ${calibration.p50} ms, ${cpuMs.static.median} ms of processor time; ratio of the callers' p50s ${ratio.median}; ` +
      `at ${atHalf.page.perSecond} pages a second p99 ${atHalf.page.p99} ms, static ${atHalf.static.p99} ms; ${memory.own} MB of its own; ${wire.receivedBytes} bytes on the wire`,
  )
}

/** Product and calibration take turns, so that a noisy minute hits both. */
async function measure(name, env, seconds, say) {
  say(`${name}: filling the stores`)
  const pages = await startChild('./server.mjs', [String(INVENTED)], env)
  const bare = await startChild('../calibration/static-answer.mjs', ['GetPage'], env)
  try {
    const chosen = await choosePages(pages)
    const page = chosen.toSorted((a, b) => a.bytes - b.bytes)[VIEWERS >> 1]
    const viewers = chosen.map(({ viewer }) => viewer)
    await bare.tell({ answer: page.answer.toString('base64') })
    await series(pages, viewers, WARM_UP)
    await series(bare, viewers, WARM_UP)
    const all = { server: [], page: [], static: [] }
    const runs = []
    for (let turn = 1; turn <= RUNS; turn += 1) {
      const theirs = await measured(bare, viewers)
      const ours = await measured(pages, viewers)
      const [server, caller, base] = [ours.samples, ours.times, theirs.times].map(quantiles)
      say(
        `${name}: run ${turn} of ${RUNS}: server p50 ${server.p50} ms, p99 ${server.p99} ms (caller ${caller.p50} ms, static ${base.p50} ms)`,
      )
      runs.push({ server, ratio: caller.p50 / base.p50, page: ours.cpuMs, static: theirs.cpuMs })
      all.server.push(...ours.samples)
      all.page.push(...ours.times)
      all.static.push(...theirs.times)
    }
    const memoryMb = await residentMb(pages.pid)
    const wire = await pages.wire(viewers)
    const atHalf = await atHalfRate(pages, bare, viewers, { ms: quantiles(all.page).p50, seconds })
    const { rows, items, bytes } = page
    const over = (figure) => spread(runs.map(figure))
    return {
      ratio: over(({ ratio }) => ratio),
      value: quantiles(all.server),
      calibration: quantiles(all.static),
      endToEnd: quantiles(all.page),
      spreads: { p50: over(({ server }) => server.p50), p99: over(({ server }) => server.p99) },
      cpuMs: { page: over((one) => one.page), static: over((one) => one.static) },
      page: { rows, items, bytes },
      atHalf,
      residentMb: memoryMb,
      wire,
    }
  } finally {
    await Promise.all([pages.stop(), bare.stop()])
  }
}

/** The first viewers who get what is to be measured: ten rows of twenty titles, and no more than short ones beside them. */
async function choosePages(server) {
  const pages = []
  for (let viewer = 0; viewer < INVENTED && pages.length < VIEWERS; viewer += 1) {
    const answer = await server.ask(viewer)
    const { rows, info } = GetPageResponse.decode(answer)
    if (info.degraded || !info.personalized)
      throw new Error(`viewer ${viewer} got no page of their own: ${info.degradedReasons}`)
    if (rows.filter(({ items }) => items.length === 20).length !== 10) continue
    const items = rows.reduce((sum, row) => sum + row.items.length, 0)
    pages.push({ viewer, answer, rows: rows.length, items, bytes: answer.length })
  }
  if (pages.length < VIEWERS) throw new Error(`only ${pages.length} of ${INVENTED} viewers get ten full rows`)
  return pages
}

async function measured(server, viewers) {
  await server.tell('start')
  const times = await series(server, viewers, PAGES_PER_RUN)
  const { samples = [], cpuMs } = await server.tell('report')
  return { times, samples, cpuMs: round(cpuMs / PAGES_PER_RUN) }
}

/** Half as many pages a second as one caller gets, asked for whether or not answers come; as many of the static answer. */
async function atHalfRate(pages, bare, viewers, { ms, seconds }) {
  const perSecond = round(1000 / ms / 2)
  const load = (server) =>
    openLoop({ perSecond, seconds, call: (number) => server.ask(viewers[number % viewers.length]) })
  return { page: await load(pages), static: await load(bare) }
}

/** Milliseconds of each. */
async function series(server, viewers, count) {
  const times = []
  for (let i = 0; i < count; i += 1) {
    const from = performance.now()
    await server.ask(viewers[i % viewers.length])
    times.push(performance.now() - from)
  }
  return times
}

async function startChild(file, args, env) {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(path, args, { env: { ...cleanEnvironment(), ...env }, execArgv: [] })
  const death = once(child, 'exit').then(([code]) => {
    throw new Error(`a server ended with exit code ${code}`)
  })
  death.catch(() => undefined)
  const answered = () => Promise.race([once(child, 'message').then(([message]) => message), death])
  const { port } = await answered()
  const clientOf = (to) => new Client(`127.0.0.1:${to}`, credentials.createInsecure())
  const client = clientOf(port)
  const requests = Array.from({ length: INVENTED }, (_, viewer) => {
    const audience = { $case: 'viewerId', value: viewerId(viewer) }
    return Buffer.from(GetPageRequest.encode(GetPageRequest.fromPartial({ audience })).finish())
  })
  const askBy = (caller, viewer) =>
    new Promise((resolve, reject) => {
      caller.makeUnaryRequest(GET_PAGE, asItIs, asItIs, requests[viewer], (error, bytes) =>
        error === null ? resolve(bytes) : reject(error),
      )
    })
  return {
    pid: child.pid,
    ask: (viewer) => askBy(client, viewer),
    wire: (viewers) =>
      bytesOnWire(port, async (through) => {
        const caller = clientOf(through)
        for (const viewer of viewers) await askBy(caller, viewer)
        caller.close()
        return viewers.length
      }),
    tell: (message) => {
      const answer = answered()
      child.send(message)
      return answer
    },
    stop: async () => {
      client.close()
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.send('stop')
      await exited
    },
  }
}

function asItIs(bytes) {
  return bytes
}

async function embeddedEnvironment() {
  const folder = await tempFolder('upnext-bench-')
  return { env: { UPNEXT_DATA: folder.path }, close: () => folder.remove() }
}

async function realEnvironment(say) {
  const servers = await provisionServers(process.env, ['kafka', 'redis'])
  for (const { name, reason } of servers.missing) say(`real: left out, no ${name}: ${reason}`)
  const env = {
    UPNEXT_BACKEND: 'kafka-redis',
    UPNEXT_KAFKA_BROKERS: servers.env.UPNEXT_TEST_KAFKA,
    UPNEXT_REDIS_URL: servers.env.UPNEXT_TEST_REDIS,
    UPNEXT_NAMESPACE: randomNamespace('bench'),
  }
  return { env: servers.missing.length === 0 ? env : null, close: () => servers.stop() }
}
