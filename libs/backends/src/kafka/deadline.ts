/** The promise's answer, or a rejection with this error when the time is up first; then nobody waits for the promise any more. */
export async function withDeadline<T>(promise: Promise<T>, ms: number, error: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), ms)
  })
  try {
    return await Promise.race([promise, timeUp])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Longest time that a disconnect may take: KafkaJS can hang in it when requests are in flight. Closing a log takes two of them
 * one after the other at most, and a process has 8 s to stop.
 */
const DISCONNECT_MS = 2_000

/** Disconnects, but never waits for ever, and never rejects: what was there to lose has been waited for before. */
export async function disconnectInTime(client: { disconnect(): Promise<void> }): Promise<void> {
  const late = (): Error => new Error('disconnecting took too long')
  await withDeadline(client.disconnect(), DISCONNECT_MS, late).catch(() => undefined)
}
