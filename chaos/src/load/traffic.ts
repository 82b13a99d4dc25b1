/** The app's backends: they send events, send some of them twice, and send again what they got no answer for. */
import { seededRandom } from '@upnext/testkit'
import type { History } from './history.ts'
import { makeEvent } from './make-event.ts'
import { createRetries } from './retries.ts'
import { sendEvents } from './send-events.ts'

const TICK_MS = 100
/** More open requests than this, and senders wait: a system that hangs is not flooded. */
const MOST_OPEN = 40
/** Share of events that are sent once more although they were answered. */
const DUPLICATE_SHARE = 0.06
const RETRIES_A_TICK = 200

export interface TrafficOptions {
  readonly seed: number
  readonly eventsPerSecond: number
  readonly collectors: readonly string[]
  readonly history: History
  readonly nowMs: () => number
}

export interface TrafficCounts {
  /** Copies sent on purpose, and sent again for want of an answer. */
  readonly duplicates: number
  readonly retries: number
  readonly requests: number
  /** Ticks at which too much was open to send anything new. */
  readonly heldBack: number
  /** Valid events refused, and others taken. There must be none. */
  readonly misjudged: number
}

export interface Traffic {
  /** Ends new events; resolves when what is open and waiting has been answered or given up. */
  stop(): Promise<void>
  counts(): TrafficCounts
}

interface Sending {
  readonly n: number
  /** Including this one. */
  readonly tries: number
}

export function startTraffic(options: TrafficOptions): Traffic {
  const { seed, eventsPerSecond, collectors, history, nowMs } = options
  const random = seededRandom(seed + 1)
  const retries = createRetries(random)
  const counts = { duplicates: 0, retries: 0, requests: 0, heldBack: 0, misjudged: 0 }
  const open = new Set<Promise<void>>()
  let owed = 0
  let ended = false
  let finished: () => void = () => undefined
  const done = new Promise<void>((resolve) => (finished = resolve))

  function tick(): void {
    const again = retries.due(nowMs(), RETRIES_A_TICK).map(({ n, tries }) => ({ n, tries: tries + 1 }))
    counts.retries += again.length
    send(again)
    if (ended) {
      if (open.size === 0 && retries.waiting === 0) finish()
    } else if (open.size >= MOST_OPEN) counts.heldBack += 1
    else sendNew()
  }

  function sendNew(): void {
    owed += (eventsPerSecond * TICK_MS) / 1_000
    const batch: Sending[] = []
    for (; owed >= 1; owed -= 1) {
      const n = history.begin()
      if (n === null) break
      batch.push({ n, tries: 1 })
      if (random.next() >= DUPLICATE_SHARE) continue
      counts.duplicates += 1
      const copy = { n: duplicateOf(n), tries: 1 }
      // In the same request, or in one of its own, soon or much later, mostly through the other collector.
      if (random.next() < 0.3) batch.push(copy)
      else send([copy])
    }
    send(batch)
  }

  /** This event, one of the last few, or any of the whole run. */
  function duplicateOf(n: number): number {
    const chance = random.next()
    if (chance < 0.4) return n
    return chance < 0.7 ? random.int(Math.max(0, n - 500), n + 1) : random.int(0, n + 1)
  }

  function send(batch: readonly Sending[]): void {
    if (batch.length === 0) return
    const request = sendTo(random.pick(collectors), batch)
    open.add(request)
    void request.finally(() => open.delete(request))
  }

  async function sendTo(collector: string, batch: readonly Sending[]): Promise<void> {
    counts.requests += 1
    const made = batch.map(({ n }) => makeEvent(seed, n))
    // Before the answer: what was once on its way may arrive.
    for (const { n } of batch) history.tell(n, 'unknown')
    const told = await sendEvents(
      collector,
      made.map(({ json }) => json),
    )
    for (const [i, { n, tries }] of batch.entries()) {
      const answer = told[i] ?? 'unknown'
      history.tell(n, answer)
      if (answer === 'unknown') retries.add(n, tries, nowMs())
      else if ((answer === 'acked') !== made[i]?.valid) counts.misjudged += 1
    }
  }

  function finish(): void {
    clearInterval(timer)
    finished()
  }

  const timer = setInterval(tick, TICK_MS)
  return {
    stop: () => {
      ended = true
      return done
    },
    counts: () => ({ ...counts }),
  }
}
