/** Opens something, waits until it is done, has failed or the signal aborts, and closes it. */
export async function untilDone(
  signal: AbortSignal,
  open: (done: () => void, fail: (error: Error) => void) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const { promise, resolve, reject } = createOutcome()
  const giveUp = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('asked to give up'))
  signal.throwIfAborted()
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    const opened = await open(resolve, reject)
    try {
      await promise
    } finally {
      await opened.close()
    }
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

interface Outcome {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

function createOutcome(): Outcome {
  let resolve: () => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<void>((done, fail) => {
    resolve = done
    reject = fail
  })
  // Failing before anybody waits is no unhandled rejection: the waiting comes.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
