/**
 * Lets what one callback sends, and what its promises go on to send, leave in one write. Calls come in bursts: in a flood a sixth more answers are made
 * in the same processor time than with a write for each. ioredis can pipeline by itself, but keeps its pipelines in a Map, and so what they
 * held until the next full collection, and takes more time for it than it saves (docs/performance.md).
 */
import { Redis } from 'ioredis'
import type { RedisClient } from './create-client.ts'

/** To be called before something is sent. A cluster's nodes have connections of their own: there each command leaves by itself. */
export function leaveTogether(client: RedisClient): void {
  // Without a connection there is no stream yet, whatever its type says.
  const stream = client instanceof Redis ? (client.stream as typeof client.stream | undefined) : undefined
  if (stream === undefined || stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => {
    stream.uncork()
  })
}
