// The ranking service on stores that are filled. Says what it has resident once catalogue and model are read.
import { backendVariables, openOwnBackends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { defaultRows } from '@upnext/rows'
import { loadConfig } from '@upnext/service-kit'
import { residentMb } from '../resident.mjs'
import { serveRanking } from '../serve-ranking.mjs'

const config = { ...loadConfig(backendVariables, process.env), UPNEXT_NAMESPACE: '' }
const topics = topicsOf('')
const backends = await openOwnBackends({ config, topics: Object.values(topics), clientId: 'bench' })
const keys = { secret: Buffer.alloc(32, 7), namespace: '' }
const ranking = await serveRanking({ backends, keys, rows: defaultRows() })
process.on('message', async (message) => {
  if (message === 'report') process.send({ residentMb: await residentMb(), heapMb: mb(process.memoryUsage().heapUsed) })
  if (message !== 'stop') return
  await ranking.stop()
  process.disconnect()
})
process.send({ port: ranking.port })

function mb(bytes) {
  return Math.round(bytes / 2 ** 20)
}
