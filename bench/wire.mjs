import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/**
 * Bytes that go over the wire for a call, both ways, frames and headers included: `work` is given a port that leads to the given one, does
 * some calls one after the other over connections that it keeps, and answers how many. Not for measuring times.
 */
export async function bytesOnWire(port, work) {
  let [sent, received] = [0, 0]
  const sockets = new Set()
  const between = createServer((caller) => {
    const server = connect(port, '127.0.0.1')
    caller.on('data', (piece) => (sent += piece.length)).pipe(server)
    server.on('data', (piece) => (received += piece.length)).pipe(caller)
    for (const socket of [caller, server]) {
      sockets.add(socket)
      // The other end goes with it, and the call that used it fails by itself.
      socket.once('error', () => [caller, server].forEach((one) => one.destroy()))
    }
  })
  between.listen(0, '127.0.0.1')
  await once(between, 'listening')
  try {
    const calls = await work(between.address().port)
    return { sentBytes: Math.round(sent / calls), receivedBytes: Math.round(received / calls) }
  } finally {
    for (const socket of sockets) socket.destroy()
    between.close()
  }
}
