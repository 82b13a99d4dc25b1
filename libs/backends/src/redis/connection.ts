import { types } from 'node:util'
import { BackendMisconfiguredError, StoreUnavailableError } from '@upnext/ports'
import { errorText } from '../error-text.ts'
import { withDeadline } from '../with-deadline.ts'
import { parseRedisAddress, showRedisAddress } from './address.ts'
import type { RedisAddress } from './address.ts'
import { checkServers } from './check-servers.ts'
import { createClient } from './create-client.ts'
import type { RedisClient } from './create-client.ts'

export interface RedisOptions {
  /** `redis://host:port`, or `host:port,host:port` for a cluster, as UPNEXT_REDIS_URL has it. */
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Prefix of all keys; '' for none. */
  readonly namespace: string
  /**
   * For requests that have something better to do than to wait: while the server is away, everything rejects at once. Without
   * it, operations wait for the server, each no longer than `commandTimeoutMs`.
   */
  readonly failFast?: boolean
  /** Longest that one operation takes: 200 ms where `failFast`, otherwise 5 s. */
  readonly commandTimeoutMs?: number
  /** Longest wait for the server at the start: 5 s. */
  readonly openTimeoutMs?: number
  /** Told what is not wrong but should be known: rights that are lacking to check the server, say. */
  readonly onWarning?: (message: string) => void
}

export interface RedisConnection {
  readonly client: RedisClient
  /** The server's address, without secrets. */
  readonly shown: string
  /**
   * One operation, bounded in time. One that was given up may still happen on the server: all of ours are harmless when they
   * do, because they compare before they set, or write what nobody reads yet.
   */
  run<T>(operation: (client: RedisClient) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Connects, and checks that the server is one that profiles can be trusted to. Rejects with `StoreUnavailableError` or
 * `BackendMisconfiguredError`; their messages say what to do.
 */
export async function openRedis(options: RedisOptions): Promise<RedisConnection> {
  const address = parseAddress(options.url)
  const shown = showRedisAddress(address)
  const failFast = options.failFast ?? false
  const commandTimeoutMs = options.commandTimeoutMs ?? (failFast ? 200 : 5000)
  const client = createClient(address, { username: options.username, password: options.password, failFast })
  // As many may wait for the server as there are operations.
  client.setMaxListeners(0)
  let lastError: Error | undefined
  client.on('error', (error: Error) => {
    lastError = error
  })
  try {
    // Reconnecting goes on by itself: what counts is whether it works in time.
    client.connect().catch(() => undefined)
    await within(options.openTimeoutMs ?? 5000, ready(client))
    await within(commandTimeoutMs + 1000, checkServers(client, shown, options.onWarning ?? (() => undefined)))
  } catch (error) {
    client.disconnect()
    if (error instanceof BackendMisconfiguredError) throw error
    const cause = lastError ?? error
    throw new StoreUnavailableError(
      `Redis does not answer at ${shown} (${reasonOf(cause)}): start it, or set UPNEXT_REDIS_URL to where it is`,
      { cause },
    )
  }
  return {
    client,
    shown,
    run: (operation) =>
      within(commandTimeoutMs, failFast ? operation(client) : ready(client).then(() => operation(client))),
    close: () => closeClient(client),
  }
}

/** Resolves when the client can send; rejects when it never will again. */
function ready(client: RedisClient): Promise<void> {
  if (client.status === 'ready') return Promise.resolve()
  return new Promise((resolve, reject) => {
    const done = (): void => {
      client.off('ready', done).off('end', ended)
      resolve()
    }
    const ended = (): void => {
      client.off('ready', done).off('end', ended)
      reject(new Error('the connection is closed'))
    }
    client.on('ready', done).on('end', ended)
  })
}

function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  return withDeadline(work, timeoutMs, () => new Error(`no answer within ${timeoutMs} ms`))
}

async function closeClient(client: RedisClient): Promise<void> {
  try {
    if (client.status === 'ready') await within(1000, client.quit())
  } catch {
    // Saying goodbye is a courtesy; the connection is cut below in any case.
  } finally {
    client.disconnect()
  }
}

function parseAddress(url: string): RedisAddress {
  try {
    return parseRedisAddress(url)
  } catch (cause) {
    throw new BackendMisconfiguredError(`UPNEXT_REDIS_URL: ${reasonOf(cause)}`, { cause })
  }
}

function reasonOf(error: unknown): string {
  // A cluster's error only says that no node could be reached; the last node's error says why.
  const why = types.isNativeError(error) && 'lastNodeError' in error ? error.lastNodeError : null
  return errorText(why ?? error)
}
