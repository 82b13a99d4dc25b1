// A process that calls one method at a fixed rate, whether or not answers come, and notes of each what came of it and when. It stands for
// the callers whose calls a flood of others delays. Arguments: port, method, calls a second, deadline in milliseconds, request in base64.
// A call's time counts from when it should have been made; one without an answer at its deadline is late (status 4), as its caller says.
import { connect, constants } from 'node:http2'

const [port, method, rate, deadline, request] = process.argv.slice(2)
const DEADLINE_MS = Number(deadline)
const EVERY_MS = 1000 / Number(rate)
const CONNECTIONS = 4
const TICK_MS = 2
const LATE = 4
const UNAVAILABLE = 14

const message = Buffer.from(request, 'base64')
const frame = Buffer.alloc(5 + message.length)
frame.writeUInt32BE(message.length, 1)
frame.set(message, 5)
const headers = {
  ':method': 'POST',
  ':path': `/upnext.ranking.v1.RankingService/${method}`,
  'content-type': 'application/grpc',
  te: 'trailers',
  'grpc-timeout': `${DEADLINE_MS}m`,
}

const sessions = []
let samples = []
let made = 0
let fromMs = 0
let timer

process.on('message', ({ start, stop }) => {
  if (start !== undefined) {
    samples = []
    made = 0
    fromMs = performance.now()
    timer = setInterval(callDue, TICK_MS)
  }
  if (stop !== undefined) {
    clearInterval(timer)
    // The last ones are waited for.
    setTimeout(() => process.send({ samples }), DEADLINE_MS + 50)
  }
})
process.once('disconnect', () => process.exit())
process.send('ready')

function callDue() {
  for (const nowMs = performance.now(); fromMs + made * EVERY_MS <= nowMs; made += 1)
    call(fromMs + made * EVERY_MS, made)
}

/** Samples: seconds since the start, milliseconds that it took, gRPC status. */
function call(dueMs, number) {
  let status = UNAVAILABLE
  let done = false
  const stream = sessionFor(number % CONNECTIONS).request(headers)
  const finish = (code) => {
    if (done) return
    done = true
    clearTimeout(alarm)
    const tookMs = performance.now() - dueMs
    const known = tookMs > DEADLINE_MS ? LATE : code
    samples.push([Math.round(dueMs - fromMs) / 1000, Math.round(tookMs * 100) / 100, known])
  }
  const alarm = setTimeout(
    () => {
      finish(LATE)
      stream.close(constants.NGHTTP2_CANCEL)
    },
    Math.max(0, dueMs + DEADLINE_MS - performance.now()),
  )
  const note = (fields) => {
    if (fields['grpc-status'] !== undefined) status = Number(fields['grpc-status'])
  }
  stream
    .on('response', note)
    .on('trailers', note)
    .on('error', () => undefined)
  stream.on('close', () => finish(status)).resume()
  stream.end(frame)
}

function sessionFor(place) {
  const held = sessions[place]
  if (held !== undefined && !held.closed && !held.destroyed) return held
  const session = connect(`http://127.0.0.1:${port}`)
  session.on('error', () => undefined).on('goaway', () => session.close())
  sessions[place] = session
  return session
}
