/** What a fake store can be told to suffer from. */
export interface FakeFaults {
  /** Every call rejects with this error from now on; `null`: they work again. */
  failWith(error: Error | null): void
  /** Every call waits until the promise has settled: a store that is slow, or hangs. `null`: they are quick again. */
  delayUntil(until: Promise<unknown> | null): void
}

/** `pass` is what every call of the fake begins with. */
export function createFakeFaults(): FakeFaults & { pass(): Promise<void> } {
  let failure: Error | null = null
  let delay: Promise<unknown> | null = null
  return {
    failWith(error) {
      failure = error
    },
    delayUntil(until) {
      delay = until
    },
    async pass() {
      await delay
      if (failure !== null) throw failure
    },
  }
}
