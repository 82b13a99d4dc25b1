import { withDeadline } from '../with-deadline.ts'

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
