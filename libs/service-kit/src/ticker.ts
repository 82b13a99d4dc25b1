/** Does things every so often, each no more than once at a time. */
export interface Ticker {
  start(): void
  /** Resolves once nothing is under way, and nothing will be. */
  stop(): Promise<void>
}

export interface Tick {
  readonly everyMs: number
  /** Handles its own errors. */
  readonly run: () => Promise<void>
}

export function createTicker(ticks: readonly Tick[]): Ticker {
  let timers: NodeJS.Timeout[] = []
  const inHand = new Set<Promise<void>>()
  return {
    start: () => {
      timers = ticks.map(({ everyMs, run }) => {
        let busy = false
        return setInterval(() => {
          if (busy) return
          busy = true
          const work = run().finally(() => {
            busy = false
            inHand.delete(work)
          })
          inHand.add(work)
        }, everyMs)
      })
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(inHand)
    },
  }
}
