// A process that posts batches of events over HTTP keep-alive until the time is up, so many at a time. Arguments: URL, events of a batch,
// batches at a time, seconds. Every answer is looked at: one that does not accept the whole batch ends the run. The bodies are made
// before the clock starts, as making them would take the collector's processor away; where there are too few, they come again.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'

const [url, size, lanes, seconds] = process.argv.slice(2)
const SMALLEST = 300
/** Bodies made for a second. */
const A_SECOND = 400
const agent = new Agent({ keepAlive: true, maxSockets: Number(lanes) })
const times = []
let sent = 0
let number = 0
const bodies = Array.from({ length: A_SECOND * Number(seconds) }, aBody)
let next = 0

const from = performance.now()
const until = from + 1000 * Number(seconds)
await Promise.all(Array.from({ length: Number(lanes) }, lane))
const took = (performance.now() - from) / 1000
process.stdout.write(JSON.stringify({ perSecond: sent / took, sent, times }))
agent.destroy()

async function lane() {
  while (performance.now() < until) {
    const body = bodies[next++ % bodies.length]
    const start = performance.now()
    const { status, text } = await post(body)
    times.push(performance.now() - start)
    if (status !== 202 || !text.startsWith(`{"accepted":${size},`))
      throw new Error(`the collector answered ${status}: ${text.slice(0, 300)}`)
    sent += Number(size)
  }
}

function aBody() {
  return Buffer.from(JSON.stringify(Array.from({ length: Number(size) }, anEvent)))
}

/** A heartbeat of a player, padded to 300 bytes by the id of its session. */
function anEvent() {
  const n = (number += 1)
  const at = new Date().toISOString()
  const event = {
    event_id: randomUUID(),
    kind: 'watch',
    viewer: `viewer-${n % 5000}`,
    occurred_at: at,
    item: `movie-${n % 3000}`,
    session_id: `s-${process.pid}-${n % 5000}`,
    session_started_at: at,
    position_s: n % 5400,
    duration_s: 5400,
    device: 'tv',
  }
  event.session_id += 'x'.repeat(Math.max(0, SMALLEST - JSON.stringify(event).length))
  return event
}

function post(body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const call = request(url, { method: 'POST', agent, headers }, async (response) => {
      let text = ''
      for await (const piece of response.setEncoding('utf8')) text += piece
      resolve({ status: response.statusCode, text })
    })
    call.once('error', reject)
    call.end(body)
  })
}
