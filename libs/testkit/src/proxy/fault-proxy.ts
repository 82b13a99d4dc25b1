/**
 * A TCP proxy of the loopback interface that fails on demand: what a network does to two processes, without a network. Nothing
 * in it is left to chance.
 */
import { EventEmitter, once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { FREE_FLOW, startPump } from './pump.ts'
import type { Flow } from './pump.ts'

/** `requests`: from the process that connected. `answers`: from the server behind. */
export type Direction = 'requests' | 'answers'

export interface FaultProxy {
  /** `host:port` to connect to. */
  readonly address: string
  readonly port: number
  /**
   * Swallows bytes, silently; connections stay open, and the end of one is swallowed too. Default both directions. A
   * connection that lost bytes stays silent after `heal`: only new ones work.
   */
  cut(direction?: Direction): void
  /** Keeps bytes back until `heal`, which delivers them: a network that was away for a moment. Default both directions. */
  hold(direction?: Direction): void
  /** Takes new connections and never answers them; those that are open go on. */
  ignoreNew(): void
  /** Refuses new connections (ECONNREFUSED); those that are open go on. */
  refuseNew(): Promise<void>
  /** Delays every byte, and lets only so many through a second in each direction. */
  slow(limits: { readonly latencyMs?: number; readonly bytesPerSecond?: number }): void
  /** Ends every open connection with a reset on both sides. */
  reset(): void
  /** Undoes all faults; see `cut` for what stays dead. */
  heal(): Promise<void>
  /** Connections that their clients have not ended. */
  connections(): number
  /** Bytes that were swallowed so far. */
  lost(): Readonly<Record<Direction, number>>
  close(): Promise<void>
}

export interface FaultProxyOptions {
  /** Where connections are handed on to, on this machine. */
  readonly targetPort: number
  /** Default: any that is free. */
  readonly port?: number
}

const HOST = '127.0.0.1'

/** Starts a proxy that hands everything on until it is told otherwise. */
export async function startFaultProxy({ targetPort, port: wanted = 0 }: FaultProxyOptions): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  const clients = new Set<Socket>()
  const lost = { requests: 0, answers: 0 }
  let flows: Readonly<Record<Direction, Flow>> = { requests: FREE_FLOW, answers: FREE_FLOW }
  let ignoring = false
  const changes = new EventEmitter().setMaxListeners(0)

  function setFlows(next: Partial<Record<Direction, Flow>>): void {
    flows = { ...flows, ...next }
    changes.emit('change')
  }

  function setMode(mode: Flow['mode'], direction?: Direction): void {
    const both = { requests: { ...flows.requests, mode }, answers: { ...flows.answers, mode } }
    setFlows(direction === undefined ? both : { [direction]: both[direction] })
  }

  function own(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    // How it ended is seen by `close`.
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }

  function onConnection(client: Socket): void {
    own(client)
    clients.add(client)
    for (const last of ['end', 'close']) client.on(last, () => clients.delete(client))
    if (ignoring) {
      client.resume()
      return
    }
    const server = connect({ host: HOST, port: targetPort, allowHalfOpen: true })
    own(server)
    join('requests', client, server)
    join('answers', server, client)
  }

  function join(direction: Direction, from: Socket, to: Socket): void {
    const onLost = (bytes: number): void => void (lost[direction] += bytes)
    startPump({ from, to, flow: () => flows[direction], changed: () => once(changes, 'change'), onLost })
  }

  const listener = createServer({ allowHalfOpen: true }, onConnection)
  const port = await listen(listener, wanted)
  return {
    port,
    address: `${HOST}:${port}`,
    cut: (direction) => setMode('swallow', direction),
    hold: (direction) => setMode('hold', direction),
    ignoreNew: () => void (ignoring = true),
    async refuseNew() {
      // Its callback waits for open connections, which go on here.
      if (listener.listening) listener.close()
    },
    slow({ latencyMs = 0, bytesPerSecond = null }) {
      const limits = { latencyMs, bytesPerSecond }
      setFlows({ requests: { ...flows.requests, ...limits }, answers: { ...flows.answers, ...limits } })
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    async heal() {
      ignoring = false
      setFlows({ requests: FREE_FLOW, answers: FREE_FLOW })
      if (!listener.listening) await listen(listener, port)
    },
    connections: () => clients.size,
    lost: () => ({ ...lost }),
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      setFlows({ requests: FREE_FLOW, answers: FREE_FLOW })
      await closed
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.removeListener('error', reject)
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'))
      else resolve(address.port)
    })
  })
}
