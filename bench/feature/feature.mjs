// How fast profiles catch up with a log: a lag of a million events, folded by a fresh copy of `feature` into a fresh generation.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { ensureKafkaTopics, openKafkaLog, openRedisProfileStore } from '@upnext/backends'
import { decodeViewerEvent, topicsOf } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { SERVING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { freePort, provisionServers, randomNamespace, startProcess, waitUntil } from '@upnext/testkit'
import { nodeArgs } from '../node-args.mjs'
import { round, spread } from '../quantiles.mjs'
import { KEYS, inventedRecords } from './invented-events.mjs'
import { profileBytes } from './profile-bytes.mjs'

const RUNS = 3
const LOAD = { events: 1_000_000, viewers: 30_000, titles: 20_000, days: 1, seed: 1 }
/** Records of one append. */
const APPEND = 2000
/** Whose profiles are compared with what they should be, byte for byte. */
const SAMPLED = 0
const ENTRY = fileURLToPath(new URL('../../services/feature/dist/main.js', import.meta.url))

export async function run({ sizes, say }) {
  const servers = await provisionServers(process.env, ['kafka', 'redis'])
  const namespace = randomNamespace('bench')
  const [brokers, url] = [servers.env.UPNEXT_TEST_KAFKA, servers.env.UPNEXT_TEST_REDIS]
  const redis = servers.missing.length === 0 ? new Redis(url) : null
  try {
    if (redis === null) throw new Error(servers.missing.map(({ name, reason }) => `no ${name}: ${reason}`).join('; '))
    const [events = LOAD.events, wanted = RUNS] = sizes
    const load = { ...LOAD, events }
    const place = { brokers, url, namespace, topics: topicsOf(namespace), redis, say, load }
    const { bytes, sample } = await fill(place)
    const runs = []
    for (let generation = 2; generation < 2 + wanted; generation += 1)
      runs.push(await oneRun({ ...place, sample }, generation))
    const profiles = await profileBytes(redis, url, namespace, [10, 50, 500])
    return {
      ...summary(runs),
      events: load.events,
      bytesPerEvent: Math.round(bytes / load.events),
      bytesPerProfile: profiles,
    }
  } finally {
    if (redis !== null) await removeKeys(redis, namespace)
    await redis?.quit()
    await servers.stop()
  }
}

export function lines({ value, calibration, ratio, events, bytesPerEvent, bytesPerProfile }) {
  const of = (spread) => `${spread.median} (${spread.min} to ${spread.max})`
  return [
    `${events} events of ${bytesPerEvent} bytes: caught up in ${of(value.seconds)} s, ${of(value.eventsPerCpuSecond)} events a second of processor time`,
    `decoding and counting alone: ${of(calibration.count.seconds)} s, the same writes alone: ${of(calibration.writes.seconds)} s; ratio of the rates ${of(ratio)}, of processor time ${of(value.cpuRatio)}`,
    `a batch of ${of(value.eventsPerBatch)} events: ${of(value.readsPerBatch)} reads and ${of(value.commitsPerBatch)} commits in Redis`,
    `bytes of a profile in Redis: ${Object.entries(bytesPerProfile)
      .map(([titles, bytes]) => `${titles} titles: ${bytes}`)
      .join(', ')}`,
  ]
}

/** Answers the bytes of keys and values appended, and what the events of the sampled partition come to, by viewer. */
async function fill({ brokers, topics, namespace, load, say }) {
  const connection = { brokers: [brokers], clientId: 'bench', topics: Object.values(topics) }
  await ensureKafkaTopics(connection)
  const log = await openKafkaLog({ ...connection, namespace, appendMs: 30_000 })
  let bytes = 0
  const sample = new Map()
  try {
    let records = []
    const append = () => log.append(topics.viewerEvents.name, records)
    for (const record of inventedRecords(load)) {
      bytes += record.key.length + record.value.length
      foldSampled(sample, record)
      if (records.push(record) < APPEND) continue
      await append()
      records = []
    }
    if (records.length > 0) await append()
  } finally {
    await log.close()
  }
  say(`appended ${load.events} events`)
  return { bytes, sample }
}

function foldSampled(sample, record) {
  const viewer = Buffer.from(record.key).toString('latin1')
  if (viewerPartition(viewer) !== SAMPLED) return
  const before = sample.get(viewer) ?? emptyProfile()
  sample.set(viewer, fold(before, decodeViewerEvent(record.value), SERVING_CAPS).profile)
}

/** Speed is worth nothing where a profile is not what its events come to. */
async function checkProfiles(store, generation, sample) {
  let found = 0
  for await (const { key, bytes } of store.scan(generation, SAMPLED)) {
    found += 1
    if (!Buffer.from(encodeProfile(sample.get(key) ?? emptyProfile())).equals(bytes))
      throw new Error(`the profile of ${key} is wrong`)
  }
  if (found !== sample.size) throw new Error(`${found} profiles of ${sample.size} are there`)
}

async function oneRun(place, generation) {
  const count = await child('kafka-count', [place.brokers, place.topics.viewerEvents.name, place.load.events])
  const recovery = await recover(place, generation)
  const prefix = `${place.namespace}.upnext:calibration:`
  const writes = await child('redis-writes', [place.url, prefix, recovery.writes, recovery.meanBytes])
  place.say(
    `caught up in ${round(recovery.seconds)} s, ${round(recovery.cpuSeconds)} s of processor time ` +
      `(decoding and counting alone ${round(count.seconds)} s and ${round(count.cpuSeconds)} s, writing alone ${round(writes.seconds)} s and ${round(writes.cpuSeconds)} s)`,
  )
  return { count, recovery, writes, events: place.load.events }
}

/** From the start of the process until the store has every position. */
async function recover(place, generation) {
  const { brokers, url, namespace, topics, redis } = place
  const log = await openKafkaLog({ brokers: [brokers], clientId: 'bench', topics: Object.values(topics), namespace })
  const store = await openRedisProfileStore({ url, namespace })
  const [httpPort, grpcPort] = [await freePort(), await freePort()]
  const http = `http://127.0.0.1:${httpPort}`
  await redis.config('RESETSTAT')
  const from = performance.now()
  const feature = await startProcess({
    entry: ENTRY,
    nodeArgs: nodeArgs(),
    env: {
      UPNEXT_BACKEND: 'kafka-redis',
      UPNEXT_KAFKA_BROKERS: brokers,
      UPNEXT_REDIS_URL: url,
      UPNEXT_NAMESPACE: namespace,
      UPNEXT_VIEWER_SECRET: KEYS.secret.toString('hex'),
      UPNEXT_LOG_LEVEL: 'warn',
      UPNEXT_GENERATION: String(generation),
      UPNEXT_HTTP_PORT: String(httpPort),
      UPNEXT_GRPC_PORT: String(grpcPort),
    },
    ready: async () => (await fetch(`${http}/live`)).ok,
    timeoutMs: 120_000,
  })
  try {
    const ends = (await log.bounds(topics.viewerEvents.name)).map(({ end }) => end)
    // Asked of the process and not of the store, whose commands are counted.
    let metrics = new Map()
    const positionOf = (partition) =>
      metrics.get(`upnext_feature_position{generation="${generation}",partition="${partition}"}`)
    const atEnd = async () => {
      metrics = readMetrics(await (await fetch(`${http}/metrics`)).text())
      return ends.every((end, partition) => end === 0 || positionOf(partition) === end)
    }
    await waitUntil(atEnd, { timeoutMs: 600_000, intervalMs: 200, message: 'the lag is gone' })
    const seconds = (performance.now() - from) / 1000
    const calls = await callsOf(redis)
    await checkPositions(store, generation, ends)
    await checkProfiles(store, generation, place.sample)
    return {
      seconds,
      cpuSeconds: metrics.get('process_cpu_seconds_total'),
      batches: metrics.get('upnext_feature_batches_total'),
      residentMb: Math.round(metrics.get('process_resident_memory_bytes') / 2 ** 20),
      reads: calls.mget ?? 0,
      commits: calls.evalsha,
      // Each script sets the position as well.
      writes: calls.set - calls.evalsha,
      meanBytes: await meanBytes(store, generation),
    }
  } finally {
    await feature.stop()
    await store.close()
    await log.close()
  }
}

function readMetrics(text) {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

/** Commands that Redis has run since its statistics were reset, by name; those inside scripts are among them. */
async function callsOf(redis) {
  const lines = (await redis.info('commandstats')).matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)
  return Object.fromEntries([...lines].map(([, name, calls]) => [name, Number(calls)]))
}

async function checkPositions(store, generation, ends) {
  for (const [partition, end] of ends.entries()) {
    const { position } = await store.read(generation, partition, [])
    if (position !== end) throw new Error(`partition ${partition} is at ${position} and not at ${end}`)
  }
}

/** Packed bytes of a profile, over those of four partitions. */
async function meanBytes(store, generation) {
  let [count, bytes] = [0, 0]
  for (let partition = 0; partition < 4; partition += 1)
    for await (const profile of store.scan(generation, partition))
      [count, bytes] = [count + 1, bytes + profile.bytes.length]
  return Math.round(bytes / count)
}

async function child(name, args) {
  const entry = fileURLToPath(new URL(`../calibration/${name}.mjs`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [entry, ...args.map(String)])
  return JSON.parse(stdout)
}

async function removeKeys(redis, namespace) {
  for (let cursor = '0', first = true; first || cursor !== '0'; first = false) {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${namespace}.upnext:*`, 'COUNT', 1000)
    if (keys.length > 0) await redis.unlink(keys)
    cursor = next
  }
}

/** `ratio`: our events a second over those of the two calibrations one after the other; `cpuRatio`: the same of processor time. */
function summary(runs) {
  const of = (figure) => spread(runs.map(figure))
  const perCpuSecond = (cpuSeconds) => Math.round(runs[0].events / cpuSeconds)
  return {
    bench: 'feature',
    ratio: of(({ recovery, count, writes }) => (count.seconds + writes.seconds) / recovery.seconds),
    value: {
      cpuRatio: of(({ recovery, count, writes }) => (count.cpuSeconds + writes.cpuSeconds) / recovery.cpuSeconds),
      eventsPerCpuSecond: of(({ recovery }) => perCpuSecond(recovery.cpuSeconds)),
      eventsPerSecond: of(({ recovery }) => perCpuSecond(recovery.seconds)),
      seconds: of(({ recovery }) => recovery.seconds),
      cpuSeconds: of(({ recovery }) => recovery.cpuSeconds),
      batches: of(({ recovery }) => recovery.batches),
      eventsPerBatch: of(({ recovery, events }) => events / recovery.batches),
      readsPerBatch: of(({ recovery }) => recovery.reads / recovery.batches),
      commitsPerBatch: of(({ recovery }) => recovery.commits / recovery.batches),
      profilesWritten: of(({ recovery }) => recovery.writes),
      meanProfileBytes: of(({ recovery }) => recovery.meanBytes),
      residentMb: of(({ recovery }) => recovery.residentMb),
    },
    calibration: {
      count: {
        eventsPerCpuSecond: of(({ count }) => perCpuSecond(count.cpuSeconds)),
        seconds: of(({ count }) => count.seconds),
        cpuSeconds: of(({ count }) => count.cpuSeconds),
      },
      writes: { seconds: of(({ writes }) => writes.seconds), cpuSeconds: of(({ writes }) => writes.cpuSeconds) },
    },
    unit: 'events',
    runs: runs.length,
  }
}
