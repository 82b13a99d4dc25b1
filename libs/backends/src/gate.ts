import { ClosedError } from '@upnext/ports'

/** Keeps count of what is under way, so that an adapter can wait for it when it closes and refuse what comes later. */
export interface Gate {
  /** Runs `work`, unless closed (`ClosedError`). Whatever it rejects with comes out translated. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Refuses new work, waits for what is under way, then runs `release` once. Later calls wait for the first. */
  close(release: () => Promise<void>): Promise<void>
}

export function createGate(name: string, translate: (error: unknown) => Error): Gate {
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined
  return {
    async run(work) {
      if (closing !== undefined) throw new ClosedError(`the ${name} was used after it was closed`)
      const running = work()
      underWay.add(running)
      try {
        return await running
      } catch (error) {
        throw translate(error)
      } finally {
        underWay.delete(running)
      }
    },
    close(release) {
      closing ??= Promise.allSettled(underWay).then(release)
      return closing
    },
  }
}
