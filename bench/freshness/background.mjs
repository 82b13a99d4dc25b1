// A process that posts events of viewers that nobody asks about, one a request, so many a second whether or not answers come, until it is
// sent SIGTERM. Then it says how many a second were accepted; what was refused does not count. Arguments: URL, events a second.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'

const [url, perSecond] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const from = performance.now()
let [sent, accepted] = [0, 0]

const timer = setInterval(() => {
  const due = Math.floor(((performance.now() - from) / 1000) * Number(perSecond))
  for (; sent < due; sent += 1) post(Buffer.from(JSON.stringify(aHeartbeat(sent))))
}, 5)
process.once('SIGTERM', () => {
  clearInterval(timer)
  const seconds = (performance.now() - from) / 1000
  process.stdout.write(JSON.stringify({ perSecond: accepted / seconds, seconds }))
  agent.destroy()
})

function aHeartbeat(n) {
  const occurred_at = Date.now()
  const viewer = `background-${n % 5000}`
  const session = { session_id: `s-${n % 5000}`, session_started_at: occurred_at - 60_000 }
  return {
    event_id: randomUUID(),
    kind: 'watch',
    viewer,
    item: `${1 + (n % 3000)}`,
    position_s: 60,
    occurred_at,
    ...session,
  }
}

function post(body) {
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  const call = request(url, { method: 'POST', agent, headers }, (response) => {
    accepted += Number(response.statusCode === 202)
    response.resume()
  })
  // Those under way at the end are cut off.
  call.on('error', (error) => {
    if (error.code !== 'ECONNRESET') throw error
  })
  call.end(body)
}
