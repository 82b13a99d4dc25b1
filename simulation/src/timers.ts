/** Time stands still in a simulation: the time-outs of processes that died would otherwise outlive their story. */
import { afterAll, beforeAll, jest } from '@jest/globals'

/** For a whole test file. What is done next is still done next: only times are not waited for. */
export function stopTime(): void {
  beforeAll(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'hrtime'] })
  })
  afterAll(() => {
    jest.useRealTimers()
  })
}

/** What is due within so many milliseconds of fake time begins. */
export function passTime(ms: number): void {
  jest.advanceTimersByTime(ms)
}

/** Forgets what the dead still had in mind. */
export function forgetTimers(): void {
  jest.clearAllTimers()
}
