/** Looks this often per stall time. */
const LOOKS = 4

export interface WatchdogOptions {
  /** How long nothing may be fetched while there is something to fetch. */
  readonly stallMs: number
  /** Whether there are records that were not read; a rejection counts as "not known", and nothing happens. */
  readonly lags: () => Promise<boolean>
  readonly onStall: () => void
}

export interface Watchdog {
  /** Something was fetched, or handed over. */
  alive(): void
  close(): void
}

/**
 * KafkaJS consumers have been seen to stop without a word, heartbeats going on. When nothing was fetched for the stall time
 * although the log has more, `onStall` is called, once.
 */
export function startWatchdog({ stallMs, lags, onStall }: WatchdogOptions): Watchdog {
  let silentLooks = 0
  let closed = false

  async function look(): Promise<void> {
    silentLooks += 1
    if (silentLooks < LOOKS || !(await lags())) return
    // Reading may have gone on, or ended, while the lag was asked for.
    if (silentLooks < LOOKS || closed) return
    close()
    onStall()
  }

  function close(): void {
    closed = true
    clearInterval(timer)
  }

  const timer = setInterval(() => {
    look().catch(() => undefined)
  }, stallMs / LOOKS)
  timer.unref()
  return { alive: () => void (silentLooks = 0), close }
}
