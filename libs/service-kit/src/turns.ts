/** Shares the event loop among pieces of work that take a part of a millisecond each, and come by the dozen. */

/** `work` runs at once, or in a later turn of the event loop, in the order of asking; what it throws is what the promise rejects with. */
export type InTurn = <T>(work: () => T) => Promise<T>

/**
 * After `mostMs` of work in one turn of the event loop the others wait for the next: what has been answered goes out meanwhile, and what has
 * come in is seen. Without it, answers whose reads have come back together go out together, when the last one has been made.
 */
export function createTurns(mostMs: number, nowMs: () => number = () => performance.now()): InTurn {
  const waiting: (() => void)[] = []
  /** When work began in this turn; `null`: it has not. */
  let begunMs: number | null = null

  const hasTime = (): boolean => {
    if (begunMs !== null) return nowMs() - begunMs < mostMs
    begunMs = nowMs()
    setImmediate(nextTurn)
    return true
  }
  const nextTurn = (): void => {
    begunMs = null
    while (waiting.length > 0 && hasTime()) waiting.shift()?.()
  }

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      const run = (): void => {
        try {
          resolve(work())
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }
      if (waiting.length === 0 && hasTime()) run()
      else waiting.push(run)
    })
}
