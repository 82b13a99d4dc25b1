// How many events a second one collector takes: 300 bytes each, in batches of 50 over HTTP keep-alive, acknowledged by all replicas of real
// Kafka before the 202. Beside it bare kafkajs that writes the same records in the same way, and an empty express handler of the same bodies.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ensureKafkaTopics } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import {
  cleanEnvironment,
  freePort,
  provisionServers,
  randomNamespace,
  startProcess,
  tempFolder,
} from '@upnext/testkit'
import { child } from '../child.mjs'
import { nodeArgs } from '../node-args.mjs'
import { quantiles, round, spread } from '../quantiles.mjs'
import { residentMb } from '../resident.mjs'
import { metricsOf } from '../service/metrics.mjs'
import { bytesOnWire } from '../wire.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RUNS = 5
const SECONDS = 6
const BATCH = 50
const LANES = 8
/** What such an event takes as the value of a record. */
const VALUE_BYTES = 163

export async function run({ say, seconds = SECONDS }) {
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
      nodeArgs: nodeArgs(),
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
      const load = (seconds) => child('collector/load.mjs', [`${url}/v1/events`, BATCH, LANES, seconds])
      const express = await startExpress()
      const bare = (seconds) =>
        child('calibration/bare-produce.mjs', [brokers, topics.viewerEvents.name, VALUE_BYTES, BATCH, LANES, seconds])
      say('warming up')
      const { answer } = await load(3)
      await express.answerWith(answer)
      await express.load(3)
      const runs = []
      for (let turn = 1; turn <= RUNS; turn += 1) {
        const theirs = await bare(seconds)
        const empty = await express.load(seconds)
        const before = await cpuSecondsOf(url)
        const ours = await load(seconds)
        const cpuSeconds = (await cpuSecondsOf(url)) - before
        runs.push({ ours, theirs, empty, perCpuSecond: ours.sent / cpuSeconds })
        say(
          `run ${turn} of ${RUNS}: ${round(ours.perSecond)} events/s, bare ${round(theirs.perSecond)}, empty express ${round(empty.perSecond)}`,
        )
      }
      await express.stop()
      const memoryMb = await residentMb(collector.pid)
      const half = spread(runs.map(({ ours }) => ours.perSecond)).median / BATCH / 2
      const { atRate } = await child('collector/load.mjs', [`${url}/v1/events`, BATCH, LANES, seconds, half])
      const wire = await bytesOnWire(port, async (through) => {
        const { sent } = await child('collector/load.mjs', [`http://127.0.0.1:${through}/v1/events`, BATCH, 1, 1])
        return sent / BATCH
      })
      return { ...result(runs), atHalf: atRate, residentMb: memoryMb, wire }
    } finally {
      await collector.stop()
    }
  } finally {
    await servers.stop()
    await folder.remove()
  }
}

export function lines({ value, calibration, ratio, atHalf, residentMb: memory, wire }) {
  return [
    `${value.perSecond.median} events/s, ${value.perCpuSecond.median} a second of the collector's processor time; a batch of ${BATCH} p50 ${value.batchMs.p50} ms, p99 ${value.batchMs.p99} ms`,
    `bare kafkajs: ${calibration.perSecond.median} records/s; ratio ${ratio.median}, of processor time ${value.cpuRatio.median}`,
    `empty express, the same bodies: ${calibration.express.perSecond.median} events/s; ratio ${value.expressRatio.median}`,
    `at half of that rate, ${round(atHalf.perSecond)} batches/s: p50 ${atHalf.p50} ms, p99 ${atHalf.p99} ms, p99.9 ${atHalf.p999} ms`,
    `${memory.own} MB of its own, ${memory.all} MB resident; on the wire ${wire.sentBytes} bytes a batch, ${wire.receivedBytes} its answer`,
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
      expressRatio: over(({ ours, empty }) => ours.perSecond / empty.perSecond),
      batchMs: quantiles(runs.flatMap(({ ours }) => ours.times)),
    },
    calibration: {
      perSecond: over(({ theirs }) => theirs.perSecond),
      perCpuSecond: over(({ theirs }) => theirs.perCpuSecond),
      express: {
        perSecond: over(({ empty }) => empty.perSecond),
        perCpuSecond: over(({ empty }) => empty.perCpuSecond),
      },
    },
    unit: 'events/s',
    runs: RUNS,
  }
}

/** An empty express server, and the load of the collector on it. */
async function startExpress() {
  const path = fileURLToPath(new URL('../calibration/empty-express.mjs', import.meta.url))
  const server = fork(path, [], { env: cleanEnvironment(), execArgv: [] })
  const told = async (message) => {
    server.send(message)
    return (await once(server, 'message'))[0]
  }
  const [{ port }] = await once(server, 'message')
  return {
    answerWith: (answer) => told({ answer }),
    async load(seconds) {
      await told('start')
      const { perSecond, sent } = await child('collector/load.mjs', [
        `http://127.0.0.1:${port}/v1/events`,
        BATCH,
        LANES,
        seconds,
      ])
      return { perSecond, perCpuSecond: sent / ((await told('report')).cpuMs / 1000) }
    },
    async stop() {
      const gone = once(server, 'exit')
      server.send('stop')
      await gone
    },
  }
}

async function cpuSecondsOf(url) {
  return (await metricsOf(url)).sum('process_cpu_seconds_total')
}
