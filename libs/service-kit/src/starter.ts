/** For a process that a command has started as its child (with a channel between the two) and waits for. */

/** Nobody would hear of the end of this process, or could stop it. */
export class OrphanedError extends Error {
  override readonly name = 'OrphanedError'
  readonly code = 'UPNEXT_ORPHANED'
}

/** Aborts with `OrphanedError` when whoever started this process as a child is gone; never where nobody did. */
export function untilOrphaned(): AbortSignal {
  const orphaned = new AbortController()
  const abort = (): void => orphaned.abort(new OrphanedError('the command that started this is gone: start it again'))
  if (process.send === undefined) return orphaned.signal
  if (!process.connected) abort()
  process.once('disconnect', abort)
  // Listening alone is no reason to stay: a process that is asked to stop by a signal runs empty and ends.
  process.channel?.unref()
  return orphaned.signal
}

/** What came of the work, for whoever started this process as a child; answers whether somebody did. */
export function tellStarter(report: object): boolean {
  if (process.send === undefined) return false
  process.send(report, () => {
    if (process.connected) process.disconnect()
  })
  return true
}
