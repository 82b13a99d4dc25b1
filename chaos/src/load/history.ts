/**
 * What the senders were told of each event: the only source for what must be in the log. One byte an event, so that a long run
 * fits into memory.
 */

export type Told = 'acked' | 'rejected' | 'unknown'

const UNSENT = 0
const CODES = { unknown: 1, acked: 2, rejected: 3 } as const

export interface History {
  /** Events that were made, sent or not: their numbers are 0 to `size - 1`. */
  readonly size: number
  /** The next event's number; `null` when there is no room for more. */
  begin(): number | null
  /** One more answer about an event. An acknowledgement outweighs silence, whichever came first. */
  tell(n: number, told: Told): void
  /** `null`: never sent. */
  of(n: number): Told | null
  /** Events that were both acknowledged and refused. There must be none. */
  readonly contradictions: number
  counts(): Readonly<Record<Told, number>>
}

export function createHistory(capacity: number): History {
  const codes = new Uint8Array(capacity)
  let size = 0
  let contradictions = 0
  return {
    get size() {
      return size
    },
    get contradictions() {
      return contradictions
    },
    begin: () => (size < capacity ? size++ : null),
    tell(n, told) {
      const before = codes[n] ?? UNSENT
      if (told === 'unknown') {
        if (before === UNSENT) codes[n] = CODES.unknown
        return
      }
      if (before > CODES.unknown && before !== CODES[told]) contradictions += 1
      // Once acknowledged, always acknowledged: the sender has forgotten the event.
      if (before !== CODES.acked) codes[n] = CODES[told]
    },
    of: (n) => wordOf(codes[n] ?? UNSENT),
    counts() {
      const counts = { acked: 0, rejected: 0, unknown: 0 }
      for (let n = 0; n < size; n++) {
        const told = wordOf(codes[n] ?? UNSENT)
        if (told !== null) counts[told] += 1
      }
      return counts
    },
  }
}

function wordOf(code: number): Told | null {
  if (code === CODES.acked) return 'acked'
  if (code === CODES.rejected) return 'rejected'
  return code === CODES.unknown ? 'unknown' : null
}
