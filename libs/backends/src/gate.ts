import { ClosedError } from '@upnext/ports'

/** Keeps count of what is under way, so that an adapter can wait for it when it closes and refuse what comes later. */
export interface Gate {
  /** Runs `work`, unless closed (`ClosedError`). Whatever it rejects with comes out translated. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Refuses new work, waits for what is under way, then runs `release` once. Later calls wait for the first. */
  close(release: () => Promise<void>): Promise<void>
}

/** Work is counted, not kept in a set: one that lives as long as the adapter keeps what was in it until the next full collection. */
export function createGate(name: string, translate: (error: unknown) => Error): Gate {
  let underWay = 0
  let nothingUnderWay: (() => void) | null = null
  let closing: Promise<void> | undefined
  return {
    async run(work) {
      if (closing !== undefined) throw new ClosedError(`the ${name} was used after it was closed`)
      underWay += 1
      try {
        return await work()
      } catch (error) {
        throw translate(error)
      } finally {
        underWay -= 1
        if (underWay === 0) nothingUnderWay?.()
      }
    },
    close(release) {
      closing ??= new Promise<void>((resolve) => {
        nothingUnderWay = resolve
        if (underWay === 0) resolve()
      }).then(release)
      return closing
    },
  }
}
