/** Thrown where an answer did not come in time. */
export class TimeBudgetError extends Error {
  override readonly name = 'TimeBudgetError'
}

/** What `work` answers, or `TimeBudgetError` after `ms`. The work itself goes on unheard. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const alarm = new Promise<never>((_, reject) => {
    const ring = (): void => reject(new TimeBudgetError(`no answer within ${ms} ms`))
    // After a busy spell timers come before answers that have long arrived: one more turn lets those in first.
    timer = setTimeout(() => setImmediate(() => setImmediate(ring)), Math.max(0, ms))
  })
  try {
    return await Promise.race([work, alarm])
  } finally {
    clearTimeout(timer)
  }
}
