// Fills the stores that the environment names with the invented world, and ends. Argument: how many viewers.
import { backendVariables, ensureKafkaTopics, kafkaConnection, openOwnBackends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { loadConfig } from '@upnext/service-kit'
import { fillStores } from '../page/filled-stores.mjs'
import { VIEWER_SECRET } from './secret.mjs'

const namespace = process.env.UPNEXT_NAMESPACE
const topics = topicsOf(namespace)
const config = { ...loadConfig(backendVariables, process.env), UPNEXT_NAMESPACE: namespace }
await ensureKafkaTopics({ ...kafkaConnection(config, 'bench'), topics: Object.values(topics) })
const backends = await openOwnBackends({ config, topics: Object.values(topics), clientId: 'bench' })
const keys = { secret: Buffer.from(VIEWER_SECRET, 'hex'), namespace }
await fillStores({ ...backends, topics, keys, nowMs: systemClock.now(), viewers: Number(process.argv[2]) })
await backends.close()
