// One process that serves the ranking service over gRPC, as `upnext start` and `services/ranking` do, on the invented world. It notes how
// long each page takes, from the parsed call to the bytes of the answer, and tells its parent where that asks.
import { backendVariables, ensureKafkaTopics, kafkaConnection, openOwnBackends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { loadConfig } from '@upnext/service-kit'
import { serveRanking } from '../serve-ranking.mjs'
import { benchRows, fillStores } from './filled-stores.mjs'

const viewers = Number(process.argv[2])
const keys = { secret: Buffer.alloc(32, 7), namespace: process.env.UPNEXT_NAMESPACE ?? '' }
const topics = topicsOf(keys.namespace)
const config = { ...loadConfig(backendVariables, process.env), UPNEXT_NAMESPACE: keys.namespace }
if (config.UPNEXT_BACKEND === 'kafka-redis')
  await ensureKafkaTopics({ ...kafkaConnection(config, 'bench'), topics: Object.values(topics) })
const backends = await openOwnBackends({
  config,
  topics: Object.values(topics),
  clientId: 'bench',
  failFastReads: true,
})
await fillStores({ ...backends, topics, keys, nowMs: systemClock.now(), viewers })

const samples = []
const ranking = await serveRanking({ backends, keys, rows: benchRows(), wrap: timed })

let before = process.cpuUsage()
process.on('message', async (message) => {
  if (message === 'start') {
    samples.length = 0
    before = process.cpuUsage()
    process.send('started')
  }
  if (message === 'report') {
    const { user, system } = process.cpuUsage(before)
    process.send({ samples, cpuMs: (user + system) / 1000 })
  }
  if (message === 'stop') {
    await ranking.stop()
    process.disconnect()
  }
})
process.send({ port: ranking.port })

/** The same service with a stopwatch: from the handler's call until the answer has been written as bytes. One call at a time. */
function timed({ definition, methods }) {
  let from = 0
  const serialize = (answer) => {
    const bytes = definition.getPage.responseSerialize(answer)
    samples.push(performance.now() - from)
    return bytes
  }
  const handler = (request, context) => {
    from = performance.now()
    return methods.getPage.handler(request, context)
  }
  return {
    definition: { ...definition, getPage: { ...definition.getPage, responseSerialize: serialize } },
    methods: { ...methods, getPage: { ...methods.getPage, handler } },
  }
}
