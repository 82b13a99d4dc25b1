/** Longest time until a record that another thread appended is seen. */
const POLL_MS = 25

export interface Waker {
  /** Resolves when something may have been appended to this partition, or when `stopped`. */
  wait(topicId: number, partition: number, stopped: AbortSignal): Promise<void>
  /** Wakes whoever waits for this partition. */
  wake(topicId: number, partition: number): void
  close(): void
}

/**
 * Wakes readers: at once for what this log appended itself, and by looking at the store's version for what other threads
 * appended. Looks only while somebody waits.
 */
export function createWaker(version: () => number): Waker {
  const waiting = new Map<string, Set<() => void>>()
  let seen = version()
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    const now = version()
    if (now === seen) return
    seen = now
    const woken = [...waiting.values()].flatMap((set) => [...set])
    for (const wake of woken) wake()
  }

  function rest(): void {
    clearInterval(timer)
    timer = undefined
  }

  return {
    wait(topicId, partition, stopped) {
      return new Promise((resolve) => {
        if (stopped.aborted) {
          resolve()
          return
        }
        const at = keyOf(topicId, partition)
        const set = waiting.get(at) ?? new Set()
        const wake = (): void => {
          set.delete(wake)
          if (set.size === 0) waiting.delete(at)
          if (waiting.size === 0) rest()
          stopped.removeEventListener('abort', wake)
          resolve()
        }
        waiting.set(at, set.add(wake))
        stopped.addEventListener('abort', wake)
        timer ??= setInterval(look, POLL_MS)
      })
    },
    wake(topicId, partition) {
      for (const wake of [...(waiting.get(keyOf(topicId, partition)) ?? [])]) wake()
    },
    close: rest,
  }
}

function keyOf(topicId: number, partition: number): string {
  return `${topicId}/${partition}`
}
