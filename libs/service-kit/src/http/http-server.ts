import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { ListenError } from '../listen-error.ts'
import type { ListenAddress } from '../listen-error.ts'

const MAX_HEADER_BYTES = 16 * 1024
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 15_000
/** Longer than the minute that load balancers keep a connection: who closes first must be them, or a request is lost. */
const KEEP_ALIVE_MS = 65_000
const TIMEOUT_CHECK_MS = 2000
const IDLE_CHECK_MS = 20

export interface HttpOptions extends ListenAddress {
  /** How long requests in hand may take when the server closes. Default 3 s. */
  readonly drainMs?: number
}

export interface HttpServer {
  /** The port that is listened on, also where 0 was asked for. */
  readonly port: number
  /** Takes no new connections, drops idle ones, and waits for requests in hand. Harmless when called twice. */
  close(): Promise<void>
}

/** Serves an express app (or any request listener). Rejects with a `ListenError` when it cannot listen. */
export async function listenHttp(app: RequestListener, options: HttpOptions): Promise<HttpServer> {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
    app,
  )
  await listen(server, options)
  const address = server.address()
  let closed: Promise<void> | null = null
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close() {
      closed ??= closeServer(server, options.drainMs ?? 3000)
      return closed
    },
  }
}

function listen(server: Server, options: HttpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new ListenError(options, error)))
    server.listen(options.port, options.host, resolve)
  })
}

async function closeServer(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  // A kept-alive connection becomes idle only after the answer that is being written now.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS)
  const force = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearInterval(idle)
  clearTimeout(force)
}
