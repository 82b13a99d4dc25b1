// How fast a whole topic is replayed from real Kafka: checked only, as JSON Lines, and into another topic.
import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureKafkaTopics, openKafkaLog } from '@upnext/backends'
import { encodeViewerEvent, topicsOf } from '@upnext/contracts'
import { generateEvents, provisionServers, randomNamespace, tempFolder } from '@upnext/testkit'
import { countRecords } from '../calibration/count-records.mjs'
import { round, spread } from '../quantiles.mjs'

const RECORDS = 1_000_000
const RUNS = 3
const CLI = fileURLToPath(new URL('../../services/cli/bin/upnext.js', import.meta.url))

export async function run({ sizes, say }) {
  const records = sizes[0] ?? RECORDS
  const servers = await provisionServers(process.env, ['kafka'])
  if (servers.missing.length > 0) throw new Error(`no Kafka: ${servers.missing[0].reason}`)
  const folder = await tempFolder('upnext-bench-')
  try {
    const brokers = servers.env.UPNEXT_TEST_KAFKA
    const namespace = randomNamespace('bench')
    const topic = await fill({ brokers, namespace, records, say })
    const env = {
      ...process.env,
      UPNEXT_BACKEND: 'kafka-redis',
      UPNEXT_KAFKA_BROKERS: brokers,
      UPNEXT_NAMESPACE: namespace,
      UPNEXT_DATA: folder.path,
    }
    const measured = { json: [], topic: [], check: [] }
    const bare = []
    for (let run = 1; run <= RUNS; run += 1) {
      bare.push(await countRecords({ brokers, topic, records }))
      const out = join(folder.path, 'out.jsonl')
      measured.json.push(await replay(env, ['--topic', 'viewer-events', '--to', out, '--again']))
      measured.check.push(await replay(env, ['--manifest-from', `${out}.manifest.json`]))
      measured.topic.push(await replay(env, ['--topic', 'viewer-events', '--to-topic', `${namespace}.copy.${run}`]))
      await rm(out)
      say(`run ${run} of ${RUNS}: JSON Lines ${measured.json.at(-1).perSecond} records/s`)
    }
    return { bench: 'replay', ...result(measured, bare, records), unit: 'records/s', runs: RUNS }
  } finally {
    await servers.stop()
    await folder.remove()
  }
}

export function lines({ value, calibration, ratio, variants }) {
  return [
    `JSON Lines: ${value.perSecond} records/s, ${value.perCpuSecond} a second of processor time; ${ratio.median} times the seconds of counting only`,
    ...Object.entries(variants).map(
      ([name, v]) => `${name}: ${v.perSecond} records/s, ${v.perCpuSecond} a second of processor time`,
    ),
    `counting only: ${calibration.perSecond} records/s, ${calibration.perCpuSecond} a second of processor time`,
  ]
}

/** Of processor time: a neighbour who takes the processor away does not count. Starting the process does. */
function result(measured, bare, records) {
  const rates = (runs) => ({
    perSecond: Math.round(records / spread(runs.map(({ seconds }) => seconds)).median),
    perCpuSecond: Math.round(records / spread(runs.map(({ cpuSeconds }) => cpuSeconds)).median),
  })
  const ratio = (runs) => spread(runs.map(({ cpuSeconds }, run) => round(cpuSeconds / bare[run].cpuSeconds)))
  const { json, ...others } = measured
  const variants = Object.fromEntries(
    Object.entries(others).map(([name, runs]) => [name, { ...rates(runs), ratio: ratio(runs) }]),
  )
  return { ratio: ratio(json), value: { ...rates(json), records }, calibration: rates(bare), variants }
}

async function fill({ brokers, namespace, records, say }) {
  const topics = topicsOf(namespace)
  const connection = { brokers: [brokers], clientId: 'bench' }
  await ensureKafkaTopics({ ...connection, topics: Object.values(topics) })
  const log = await openKafkaLog({ ...connection, topics: Object.values(topics), appendMs: 60_000 })
  say(`writing ${records} events`)
  const { name } = topics.viewerEvents
  for (let sent = 0; sent < records; sent += 10_000) {
    const count = Math.min(10_000, records - sent)
    const events = generateEvents({ seed: sent + 1, viewers: 2_000, items: 2_000, events: count, stepMs: 1_000 })
    await log.append(name, events.map(encodeViewerEvent))
  }
  await log.close()
  return name
}

/** Processor time of the whole process, its start included; seconds as the verb itself says. */
async function replay(env, args) {
  const script = `process.argv.splice(1, 1); await import(${JSON.stringify(`file://${CLI}`)}); process.on('exit', () => {
    const { user, system } = process.cpuUsage(); process.stderr.write('cpu ' + (user + system) / 1e6 + '\\n') })`
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', script, '-', 'upnext', 'replay', ...args, '--json'],
    { env },
  )
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`a replay failed:\n${err}`)
  const { seconds, per_second: perSecond } = JSON.parse(out)
  return { seconds, perSecond, cpuSeconds: Number(/cpu ([\d.]+)/.exec(err)[1]) }
}
