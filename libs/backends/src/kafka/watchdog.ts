/** Looks this often per stall time. */
const LOOKS = 4

export interface WatchdogOptions {
  /** How long nothing may be read while there is something to read. */
  readonly stallMs: number
  /**
   * What is waiting to be read and is not in hand, named so that a name stays the same only while nothing happens. A rejection
   * counts as "not known", and the look does not count.
   */
  readonly waiting: () => Promise<readonly string[]>
  readonly onStall: () => void
}

export interface Watchdog {
  /** Something was read. */
  alive(): void
  close(): void
}

/**
 * KafkaJS consumers have been seen to stop without a word, heartbeats going on, and even fetches. When nothing was read for the
 * stall time although the same thing was waiting all the while, `onStall` is called, once. A fetch alone is no sign of life.
 */
export function startWatchdog({ stallMs, waiting, onStall }: WatchdogOptions): Watchdog {
  let stuck: readonly string[] | null = null
  let looks = 0
  let looking = false
  let closed = false

  async function look(): Promise<void> {
    const before = stuck
    const now = await waiting()
    // Reading may have gone on, or ended, while this was asked for.
    if (stuck !== before || closed) return
    stuck = before === null ? now : now.filter((name) => before.includes(name))
    looks = stuck.length === 0 ? 0 : looks + 1
    if (looks === 0) stuck = null
    if (looks <= LOOKS) return
    close()
    onStall()
  }

  function close(): void {
    closed = true
    clearInterval(timer)
  }

  function alive(): void {
    stuck = null
    looks = 0
  }

  const timer = setInterval(() => {
    if (looking) return
    looking = true
    look()
      .catch(() => undefined)
      .finally(() => (looking = false))
  }, stallMs / LOOKS)
  timer.unref()
  return { alive, close }
}
