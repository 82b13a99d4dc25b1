// What this machine can carry at this moment: bare clients of real servers, set up as the ceilings of `ceilings.json` were measured.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import kafkajs from 'kafkajs'
import { ensureKafkaTopics } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { cleanEnvironment, provisionServers, randomNamespace, tempFolder } from '@upnext/testkit'
import { countRecords } from '../calibration/count-records.mjs'
import { child } from '../child.mjs'
import { round } from '../quantiles.mjs'
import { bodyFile, h2load, requireH2load } from '../ranking/h2load.mjs'

export const CEILINGS = JSON.parse(readFileSync(new URL('../ceilings.json', import.meta.url), 'utf8'))

const SECONDS = 2
const METHOD = 'GetNextToWatch'
const MEASURES = { produce: measureProduce, consume: measureConsume, get: measureGet, call: measureCall }

export async function run({ say }) {
  const figures = await measureCeilings(Object.keys(MEASURES), say)
  const shares = Object.entries(figures).map(([name, { figure }]) => [name, share(figure, CEILINGS.ceilings[name])])
  return { bench: 'ceilings', ratio: Object.fromEntries(shares), value: figures, unit: 'a second', runs: 1 }
}

export function lines({ value, ratio }) {
  return Object.entries(value).map(([name, { figure, missing }]) =>
    figure === null
      ? `${name}: not measured, ${missing}`
      : `${name}: ${figure} ${CEILINGS.ceilings[name].unit}, ${ratio[name]} of the ceiling (${CEILINGS.ceilings[name].means})`,
  )
}

/** By name: the figure, or null and what is missing for it on this machine. Some three seconds each, one after the other. */
export async function measureCeilings(names, say) {
  const measured = {}
  for (const name of names) {
    try {
      measured[name] = { figure: round(await MEASURES[name]()) }
      say(`${name}: ${measured[name].figure} ${CEILINGS.ceilings[name].unit}`)
    } catch (error) {
      measured[name] = { figure: null, missing: error.message }
      say(`${name}: not measured, ${error.message}`)
    }
  }
  return measured
}

function share(figure, ceiling) {
  return figure === null ? null : round(figure / ceiling.figure)
}

function measureProduce() {
  return withTopic(async (brokers, topic) => (await produce(brokers, topic)).perSecond)
}

/** Of the records that were written just before: from joining the group on. */
function measureConsume() {
  return withTopic(async (brokers, topic) => {
    await produce(brokers, topic)
    const records = await recordsOf(brokers, topic.name)
    const { seconds } = await countRecords({ brokers, topic: topic.name, records })
    return records / seconds
  })
}

function produce(brokers, { name, partitions }) {
  return child('calibration/ceiling-produce.mjs', [brokers, name, partitions, SECONDS])
}

async function recordsOf(brokers, topic) {
  const admin = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    return (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0)
  } finally {
    await admin.disconnect()
  }
}

function withTopic(measure) {
  return withServer('kafka', 'UPNEXT_TEST_KAFKA', async (brokers) => {
    const topics = topicsOf(randomNamespace('ceiling'))
    await ensureKafkaTopics({ brokers: [brokers], clientId: 'bench', topics: [topics.viewerEvents] })
    return measure(brokers, topics.viewerEvents)
  })
}

function measureGet() {
  return withServer('redis', 'UPNEXT_TEST_REDIS', async (url) => {
    const [key, lanes] = [randomNamespace('ceiling'), 50]
    return (await child('calibration/redis-reads.mjs', [url, key, lanes, SECONDS])).perSecond
  })
}

async function withServer(name, variable, measure) {
  const servers = await provisionServers(process.env, [name])
  try {
    if (servers.missing.length > 0) throw new Error(`no ${name}: ${servers.missing[0].reason}`)
    return await measure(servers.env[variable])
  } finally {
    await servers.stop()
  }
}

async function measureCall() {
  requireH2load()
  const folder = await tempFolder('upnext-bench-')
  const path = fileURLToPath(new URL('../calibration/static-answer.mjs', import.meta.url))
  const server = fork(path, [METHOD], { env: cleanEnvironment(), execArgv: [] })
  try {
    const [{ port }] = await once(server, 'message')
    const body = await bodyFile(folder.path, Buffer.alloc(0))
    const load = { port, method: METHOD, body, seconds: SECONDS, folder: folder.path, connections: 4, streams: 16 }
    return (await h2load(load)).perSecond
  } finally {
    server.kill()
    await folder.remove()
  }
}
