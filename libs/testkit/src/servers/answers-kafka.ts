import { connect } from 'node:net'

const CORRELATION = 7
const API_VERSIONS = 18

/** Whether a broker answers an ApiVersions request on that port. An open port alone comes too early. Never rejects. */
export function answersKafka(port: number, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const done = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(timeoutMs, () => done(false))
    socket.on('error', () => done(false))
    socket.on('close', () => resolve(false))
    socket.on('connect', () => socket.write(apiVersionsRequest()))
    // Length, correlation id, error code.
    socket.on('data', (b) => done(b.length >= 10 && b.readInt32BE(4) === CORRELATION && b.readInt16BE(8) === 0))
  })
}

function apiVersionsRequest(): Buffer {
  const client = Buffer.from('probe')
  const frame = Buffer.alloc(14 + client.length)
  frame.writeInt32BE(frame.length - 4, 0)
  frame.writeInt16BE(API_VERSIONS, 4)
  frame.writeInt16BE(0, 6)
  frame.writeInt32BE(CORRELATION, 8)
  frame.writeInt16BE(client.length, 12)
  client.copy(frame, 14)
  return frame
}
