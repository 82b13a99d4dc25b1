/** I8: ids of the app in what processes print. */
import { CANARY } from '../load/make-event.ts'

export interface CanaryWatch {
  /** Takes the next piece of what one process prints. */
  add(process: string, text: string): void
  readonly found: number
}

export function createCanaryWatch(canary: string = CANARY): CanaryWatch {
  const ends = new Map<string, string>()
  let found = 0
  return {
    get found() {
      return found
    },
    add(process, text) {
      // A canary may lie across two pieces. What is kept is shorter than one, so none is counted twice.
      const seen = (ends.get(process) ?? '') + text
      found += seen.split(canary).length - 1
      ends.set(process, seen.slice(Math.max(0, seen.length - canary.length + 1)))
    },
  }
}
