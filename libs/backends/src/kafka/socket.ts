/**
 * Sockets for KafkaJS that do not outlive the other side. KafkaJS keeps a connection whose requests time out, and sends the next
 * one into it as well: after a network was cut without a word, everything waits for the operating system to give up, which takes
 * many minutes. Every request here has an answer, so a connection that was written to and then stays silent is dead.
 */
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'

const KEEP_ALIVE_MS = 60_000
/** Looks this often per `silentMs`. */
const LOOKS = 8

/** Makes sockets that are destroyed, with an error, when no byte comes for `silentMs` after something was sent. */
export function socketFactory(silentMs: number): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    const socket = open(host, port, ssl, onConnect)
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
    destroyWhenSilent(socket, silentMs)
    return socket
  }
}

/** Without TLS KafkaJS gives null, whatever its types say. */
function open(host: string, port: number, ssl: ConnectionOptions | null | undefined, onConnect: () => void): Socket {
  if (ssl === null || ssl === undefined) return connect({ host, port }, onConnect)
  const name = isIP(host) === 0 ? { servername: host } : {}
  return connectTls({ host, port, ...name, ...ssl }, onConnect)
}

type Watched = Pick<Socket, 'bytesRead' | 'bytesWritten' | 'destroy' | 'once'>

/** Watches a socket until it is closed. */
export function destroyWhenSilent(socket: Watched, silentMs: number): void {
  let read = 0
  let answered = 0
  let silentLooks = 0
  const timer = setInterval(() => {
    if (socket.bytesRead !== read) {
      read = socket.bytesRead
      answered = socket.bytesWritten
      silentLooks = 0
      return
    }
    silentLooks = socket.bytesWritten > answered ? silentLooks + 1 : 0
    if (silentLooks > LOOKS) socket.destroy(new Error(`no answer for ${silentMs} ms`))
  }, silentMs / LOOKS)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
