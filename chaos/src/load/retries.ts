/** Events whose fate the sender does not know, waiting to be sent again under the same id. Pure state, bounded. */
import type { Random } from '@upnext/testkit'

const TRIES = 5
const MOST_WAITING = 20_000
/** Some senders give up at once: what became of their events is never known. */
const GIVE_UP_SHARE = 0.2

interface Waiting {
  readonly n: number
  readonly tries: number
  readonly dueMs: number
}

export interface Retries {
  /** Notes that try number `tries` of an event got no answer. */
  add(n: number, tries: number, nowMs: number): void
  /** Takes out at most `limit` events that are due, with the number of tries made. */
  due(nowMs: number, limit: number): readonly { readonly n: number; readonly tries: number }[]
  readonly waiting: number
}

export function createRetries(random: Random): Retries {
  let queue: Waiting[] = []
  return {
    get waiting() {
      return queue.length
    },
    add(n, tries, nowMs) {
      if (tries >= TRIES || queue.length >= MOST_WAITING || random.next() < GIVE_UP_SHARE) return
      queue.push({ n, tries, dueMs: nowMs + random.int(200, 1_000) * tries })
    },
    due(nowMs, limit) {
      const taken: Waiting[] = []
      const left: Waiting[] = []
      for (const each of queue) (each.dueMs <= nowMs && taken.length < limit ? taken : left).push(each)
      queue = left
      return taken
    },
  }
}
