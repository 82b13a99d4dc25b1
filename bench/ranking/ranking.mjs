// How many requests a second one ranking process answers: GetNextToWatch, 20 titles with reasons, viewers with 50 titles in Redis, 10,000 titles
// in the catalogue, everything scored anew. Beside it a server that returns the same bytes without making them, under the same load.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client, credentials } from '@grpc/grpc-js'
import { GetNextToWatchRequest, GetNextToWatchResponse } from '@upnext/contracts'
import { cleanEnvironment, provisionServers, randomNamespace, tempFolder } from '@upnext/testkit'
import { nodeArgs } from '../node-args.mjs'
import { viewerId } from '../page/filled-stores.mjs'
import { round, spread } from '../quantiles.mjs'
import { residentMb } from '../resident.mjs'
import { bytesOnWire } from '../wire.mjs'
import { bodyFile, h2load, requireH2load } from './h2load.mjs'

const METHOD = 'GetNextToWatch'
const RUNS = 5
const SECONDS = 5
const VIEWERS = 100
const LOAD = { connections: 2, streams: 16 }
const CHECK_EVERY_MS = 200
const CALLS_ON_WIRE = 200

export async function run({ say, seconds = SECONDS }) {
  requireH2load()
  const servers = await provisionServers(process.env, ['kafka', 'redis'])
  if (servers.missing.length > 0) throw new Error(`no ${servers.missing[0].name}: ${servers.missing[0].reason}`)
  const folder = await tempFolder('upnext-bench-')
  const env = {
    UPNEXT_BACKEND: 'kafka-redis',
    UPNEXT_KAFKA_BROKERS: servers.env.UPNEXT_TEST_KAFKA,
    UPNEXT_REDIS_URL: servers.env.UPNEXT_TEST_REDIS,
    UPNEXT_NAMESPACE: randomNamespace('bench'),
  }
  const children = []
  try {
    say('filling the stores')
    const product = await start('../page/server.mjs', [String(VIEWERS)], env, children, nodeArgs())
    const bare = await start('../calibration/static-answer.mjs', [METHOD], {}, children)
    const audience = { $case: 'viewerId', value: viewerId(1) }
    const request = Buffer.from(
      GetNextToWatchRequest.encode(GetNextToWatchRequest.fromPartial({ audience, limit: 20 })).finish(),
    )
    const answer = await call(product.port, request)
    check(answer)
    bare.child.send({ answer: answer.toString('base64') })
    await once(bare.child, 'message')
    const body = await bodyFile(folder.path, request)
    const load = (port, parts = {}) =>
      h2load({ port, method: METHOD, body, seconds, folder: folder.path, ...LOAD, ...parts })
    await load(product.port)
    const runs = []
    for (let turn = 1; turn <= RUNS; turn += 1) {
      const theirs = await load(bare.port)
      const ours = await checked(product.port, request, () => load(product.port))
      // At half of the product's own rate: what a request takes where nobody waits in line.
      // So many calls may be open that none that is due has to wait for one to end.
      const half = { perSecond: Math.max(1, Math.floor(ours.perSecond / 2 / LOAD.connections)), streams: 200 }
      const [ourHalf, theirHalf] = [await load(product.port, half), await load(bare.port, half)]
      runs.push({ ours, theirs, ourHalf, theirHalf })
      say(
        `run ${turn} of ${RUNS}: ${ours.perSecond} requests/s, static ${theirs.perSecond}; at half p99 ${ourHalf.ms.p99} and ${theirHalf.ms.p99} ms`,
      )
    }
    const memoryMb = await residentMb(product.child.pid)
    const wire = await bytesOnWire(product.port, (port) => callOften(port, request))
    return { ...result(runs, answer.length), residentMb: memoryMb, wire }
  } finally {
    for (const child of children) child.kill()
    await servers.stop()
    await folder.remove()
  }
}

export function lines({ value, calibration, ratio, atHalf, residentMb: memory, wire }) {
  return [
    `${value.perSecond.median} requests/s of ${value.bytes} bytes; a static answer ${calibration.perSecond.median}; ratio ${ratio.median}`,
    `at half of that rate: p99 ${atHalf.p99Ms.median} ms, static ${atHalf.staticP99Ms.median} ms; ratio ${atHalf.ratio.median}`,
    `${memory.own} MB of its own, ${memory.all} MB resident; on the wire ${wire.sentBytes} bytes a request, ${wire.receivedBytes} an answer`,
  ]
}

function result(runs, bytes) {
  const over = (figure) => spread(runs.map(figure))
  return {
    bench: 'ranking',
    ratio: over(({ ours, theirs }) => ours.perSecond / theirs.perSecond),
    value: {
      perSecond: over(({ ours }) => ours.perSecond),
      p50Ms: over(({ ours }) => ours.ms.p50),
      p99Ms: over(({ ours }) => ours.ms.p99),
      p999Ms: over(({ ours }) => ours.ms.p999),
      bytes,
    },
    calibration: { perSecond: over(({ theirs }) => theirs.perSecond) },
    atHalf: {
      p50Ms: over(({ ourHalf }) => ourHalf.ms.p50),
      p99Ms: over(({ ourHalf }) => ourHalf.ms.p99),
      p999Ms: over(({ ourHalf }) => ourHalf.ms.p999),
      staticP99Ms: over(({ theirHalf }) => theirHalf.ms.p99),
      ratio: over(({ ourHalf, theirHalf }) => round(ourHalf.ms.p99 / theirHalf.ms.p99)),
    },
    unit: 'requests/s',
    runs: RUNS,
  }
}

/** A second client looks at answers while the load runs: fast and wrong is no result. */
async function checked(port, request, work) {
  let working = true
  const looking = (async () => {
    while (working) {
      check(await call(port, request))
      await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS))
    }
  })()
  try {
    return await Promise.race([work(), looking.then(() => Promise.reject(new Error('looking has ended')))])
  } finally {
    working = false
    await looking.catch(() => undefined)
  }
}

function check(answer) {
  const { row, info } = GetNextToWatchResponse.decode(answer)
  const isWhole = row.items.length === 20 && row.items.every(({ reasons }) => reasons.length > 0)
  if (!isWhole || info.degraded || !info.personalized) throw new Error(`not a whole answer: ${JSON.stringify(info)}`)
}

async function call(port, request) {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
  try {
    return await ask(client, request)
  } finally {
    client.close()
  }
}

/** Over one connection; answers how often. */
async function callOften(port, request) {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
  for (let calls = 0; calls < CALLS_ON_WIRE; calls += 1) await ask(client, request)
  client.close()
  return CALLS_ON_WIRE
}

function ask(client, request) {
  const asItIs = (bytes) => bytes
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(`/upnext.ranking.v1.RankingService/${METHOD}`, asItIs, asItIs, request, (error, bytes) => {
      if (error === null) resolve(bytes)
      else reject(error)
    })
  })
}

async function start(file, args, env, children, execArgv = []) {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(path, args, { env: { ...cleanEnvironment(), ...env }, execArgv })
  children.push(child)
  const [{ port }] = await once(child, 'message')
  return { child, port }
}
