/** Which generation of profiles to read: asked in the background, so that no request waits for the answer twice. */
import type { ProfileStore } from '@upnext/ports'

export interface GenerationPointer {
  /** The active generation, at most about a second old; 0 where there is none yet. Rejects where it was never learnt. */
  current(): Promise<number>
  /** The active generation as it is now: for whoever found that the one of `current` was dropped. */
  renewed(): Promise<number>
  start(): void
  stop(): void
}

export function createGenerationPointer(profiles: Pick<ProfileStore, 'generations'>, everyMs = 500): GenerationPointer {
  let known = 0
  let asking: Promise<number> | null = null
  let timer: NodeJS.Timeout | undefined

  const ask = (): Promise<number> => {
    asking ??= profiles
      .generations()
      .then(({ active }) => (known = active))
      .finally(() => {
        asking = null
      })
    return asking
  }

  return {
    // While there is none, every request asks: the first profile ever should not have to wait for the timer.
    current: () => (known === 0 ? ask() : Promise.resolve(known)),
    renewed: ask,
    start() {
      // A store that is away shows in the reads of profiles; the pointer keeps what it knows.
      timer ??= setInterval(() => void ask().catch(() => undefined), everyMs).unref()
    },
    stop() {
      clearInterval(timer)
      timer = undefined
    },
  }
}
