// The trainer as a job, as operators run it: from events and catalogue in an embedded log to a published model.
import { fileURLToPath } from 'node:url'
import { backendVariables, openOwnBackends } from '@upnext/backends'
import { CatalogRecord, encodeViewerEvent, topicsOf } from '@upnext/contracts'
import { loadConfig } from '@upnext/service-kit'
import { round } from '../quantiles.mjs'
import { aRating, aViewer, aWatch, anEvent, anItem, startProcess, tempFolder } from '@upnext/testkit'

const ENTRY = fileURLToPath(new URL('../../services/trainer/dist/main.js', import.meta.url))
const BATCH = 5000
const DURATION_S = 5400
const GENRES = 20
/** Said by the job itself when it ends: of all its threads, its start included. */
const SAY_COST = `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, jobPeakMb: Math.round(maxRSS / 1024) }) + '\\n') })`

/**
 * Seconds of processor time and of the clock, of one job over all of the timeline's plays; by part, of the clock. Nothing is in use
 * before, so that the job tunes. Throws where it publishes nothing.
 */
export async function trainFromLog(timeline) {
  const folder = await tempFolder('upnext-bench-')
  const env = { UPNEXT_DATA: folder.path, UPNEXT_LOG_LEVEL: 'info' }
  try {
    await withBackends(env, (backends) => fill(backends.log, timeline))
    const from = performance.now()
    const nodeArgs = [`--import=data:text/javascript,${encodeURIComponent(SAY_COST)}`]
    const job = await startProcess({ entry: ENTRY, args: ['--once'], nodeArgs, env })
    const { code } = await job.exited
    const wallSeconds = (performance.now() - from) / 1000
    const active = await withBackends(env, ({ models }) => models.active())
    if (code !== 0 || active === null)
      throw new Error(`the job published nothing (exit code ${code}):\n${job.output()}`)
    const { cpuSeconds, jobPeakMb } = JSON.parse(job.stderr().trim().split('\n').at(-1))
    return { seconds: cpuSeconds, wallSeconds, jobPeakMb, parts: partsOf(job.stdout()) }
  } finally {
    await folder.remove()
  }
}

/** From the log's own lines, each of which names the stage that begins: "<part>: <step>", or the part alone. */
function partsOf(output) {
  const parts = {}
  let [part, since] = ['', 0]
  for (const line of output.trim().split('\n')) {
    const { stage, msg, time } = JSON.parse(line)
    if (stage === undefined && msg !== 'model published') continue
    const now = Date.parse(time)
    if (part !== '') parts[part] = round((parts[part] ?? 0) + (now - since) / 1000)
    ;[part, since] = [stage?.split(':')[0] ?? '', now]
  }
  return parts
}

async function withBackends(env, work) {
  const config = { ...loadConfig(backendVariables, env), UPNEXT_NAMESPACE: '' }
  const backends = await openOwnBackends({ config, topics: Object.values(topicsOf('')), clientId: 'bench' })
  try {
    return await work(backends)
  } finally {
    await backends.close()
  }
}

async function fill(log, timeline) {
  const topics = topicsOf('')
  await appendAll(log, topics.catalog.name, catalogOf(timeline))
  await appendAll(log, topics.viewerEvents.name, eventsOf(timeline))
}

async function appendAll(log, topic, records) {
  let batch = []
  for (const record of records) {
    if (batch.push(record) < BATCH) continue
    await log.append(topic, batch)
    batch = []
  }
  if (batch.length > 0) await log.append(topic, batch)
}

function* catalogOf({ items }) {
  for (const [number, itemId] of items.entries()) {
    const item = anItem({ itemId, genres: [`Genre ${number % GENRES}`] })
    yield { key: Buffer.from(itemId), value: CatalogRecord.encode({ item, receivedAtMs: 1 }).finish() }
  }
}

function* eventsOf({ items, offsets, titles, weights, times }) {
  for (let viewer = 0; viewer + 1 < offsets.length; viewer += 1) {
    const key = aViewer(`viewer-${viewer}`)
    for (let play = offsets[viewer]; play < offsets[viewer + 1]; play += 1) {
      const occurredAtMs = times[play]
      yield encodeViewerEvent(
        anEvent({ viewer: key, occurredAtMs, kind: kindOf(items[titles[play]], weights[play], play, occurredAtMs) }),
      )
    }
  }
}

/** Who liked it watched much of it; who did not says so. */
function kindOf(itemId, weight, play, sessionStartedAtMs) {
  if (weight < 0) return aRating(itemId, weight < -0.3 ? 1 : 4)
  const positionS = Math.round(DURATION_S * Math.max(0.05, weight))
  return aWatch({ itemId, durationS: DURATION_S, positionS, sessionId: `session-${play}`, sessionStartedAtMs })
}
