// How many events a second one collector takes: 300 bytes each, in batches of 50 over HTTP keep-alive, acknowledged by all replicas of real
// Kafka before the 202. Beside it bare kafkajs that writes the same records in the same way.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ensureKafkaTopics } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { freePort, provisionServers, randomNamespace, startProcess, tempFolder } from '@upnext/testkit'
import { quantiles, round, spread } from '../quantiles.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RUNS = 5
const SECONDS = 6
const BATCH = 50
const LANES = 8
/** What such an event takes as the value of a record. */
const VALUE_BYTES = 163

export async function run({ say }) {
  const servers = await provisionServers(process.env, ['kafka'])
  if (servers.missing.length > 0) throw new Error(`no Kafka: ${servers.missing[0].reason}`)
  const folder = await tempFolder('upnext-bench-')
  const brokers = servers.env.UPNEXT_TEST_KAFKA
  const namespace = randomNamespace('bench')
  const topics = topicsOf(namespace)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  try {
    await ensureKafkaTopics({ brokers: [brokers], clientId: 'bench', topics: Object.values(topics) })
    const collector = await startProcess({
      entry: 'services/event-collector/dist/main.js',
      cwd: ROOT,
      nodeArgs: process.env.UPNEXT_BENCH_NODE_ARGS?.split(' ') ?? [],
      env: {
        UPNEXT_BACKEND: 'kafka-redis',
        UPNEXT_KAFKA_BROKERS: brokers,
        UPNEXT_NAMESPACE: namespace,
        UPNEXT_VIEWER_SECRET: '00'.repeat(16),
        UPNEXT_LOG_LEVEL: 'warn',
        UPNEXT_DATA: folder.path,
        UPNEXT_HTTP_PORT: String(port),
      },
      ready: async () => (await fetch(`${url}/ready`)).ok,
    })
    try {
      const load = (seconds) => child('./load.mjs', [`${url}/v1/events`, BATCH, LANES, seconds])
      const bare = (seconds) =>
        child('../calibration/bare-produce.mjs', [
          brokers,
          topics.viewerEvents.name,
          VALUE_BYTES,
          BATCH,
          LANES,
          seconds,
        ])
      say('warming up')
      await load(3)
      await bare(2)
      const runs = []
      for (let turn = 1; turn <= RUNS; turn += 1) {
        const theirs = await bare(SECONDS)
        const before = cpuSecondsOf(await metricsOf(url))
        const ours = await load(SECONDS)
        const cpuSeconds = cpuSecondsOf(await metricsOf(url)) - before
        runs.push({ ours, theirs, perCpuSecond: ours.sent / cpuSeconds })
        say(`run ${turn} of ${RUNS}: ${round(ours.perSecond)} events/s, bare ${round(theirs.perSecond)}`)
      }
      return result(runs)
    } finally {
      await collector.stop()
    }
  } finally {
    await servers.stop()
    await folder.remove()
  }
}

export function lines({ value, calibration, ratio }) {
  return [
    `${value.perSecond.median} events/s, ${value.perCpuSecond.median} a second of the collector's processor time; a batch of ${BATCH} p50 ${value.batchMs.p50} ms, p99 ${value.batchMs.p99} ms`,
    `bare kafkajs: ${calibration.perSecond.median} records/s; ratio ${ratio.median}, of processor time ${value.cpuRatio.median}`,
  ]
}

/** `ratio`: of events a second, where the load that posts them takes processor time too; `cpuRatio`: of events a second of processor time. */
function result(runs) {
  const over = (figure) => spread(runs.map(figure))
  return {
    bench: 'collector',
    ratio: over(({ ours, theirs }) => ours.perSecond / theirs.perSecond),
    value: {
      perSecond: over(({ ours }) => ours.perSecond),
      perCpuSecond: over(({ perCpuSecond }) => perCpuSecond),
      cpuRatio: over(({ perCpuSecond, theirs }) => perCpuSecond / theirs.perCpuSecond),
      batchMs: quantiles(runs.flatMap(({ ours }) => ours.times)),
    },
    calibration: {
      perSecond: over(({ theirs }) => theirs.perSecond),
      perCpuSecond: over(({ theirs }) => theirs.perCpuSecond),
    },
    unit: 'events/s',
    runs: RUNS,
  }
}

async function child(file, args) {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const started = spawn(process.execPath, [path, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  started.stdout.setEncoding('utf8').on('data', (text) => (said += text))
  const [code] = await once(started, 'close')
  if (code !== 0) throw new Error(`${file} ended with exit code ${code}`)
  return JSON.parse(said)
}

async function metricsOf(url) {
  return (await fetch(`${url}/metrics`)).text()
}

function cpuSecondsOf(metrics) {
  // The line of the figure, and not the one that explains it.
  return Number(/^\S*process_cpu_seconds_total(?:\{.*\})? (\d\S*)/m.exec(metrics)?.[1])
}
