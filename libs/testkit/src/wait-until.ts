import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'

export interface WaitOptions {
  /** What was waited for, in words that make a failed test readable. A function is asked when the time is up. */
  readonly message: string | (() => string)
  /** Default 10 s. */
  readonly timeoutMs?: number
  /** Time between two looks. Default 10 ms. */
  readonly intervalMs?: number
}

type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>

/** Thrown when the time is up. `cause` is what the last look threw, if it did. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError'
}

/**
 * Looks again and again until the predicate answers something truthy, and answers that. A look that throws counts as "not yet".
 * The time-out holds even where a look never settles.
 */
export async function waitUntil<T>(predicate: () => T | Promise<T>, options: WaitOptions): Promise<Truthy<T>> {
  const { timeoutMs = 10_000, intervalMs = 10 } = options
  const endsAt = performance.now() + timeoutMs
  let cause: unknown
  const alarm = new AbortController()
  const timeUp = pause(timeoutMs, TIME_UP, { signal: alarm.signal })
  timeUp.catch(() => undefined)
  try {
    for (;;) {
      const seen = await Promise.race([look(predicate), timeUp])
      if (seen === TIME_UP) break
      if ('threw' in seen) cause = seen.threw
      else {
        cause = undefined
        if (isTruthy(seen.value)) return seen.value
      }
      if (performance.now() + intervalMs > endsAt) break
      await pause(intervalMs)
    }
  } finally {
    alarm.abort()
  }
  const text = typeof options.message === 'string' ? options.message : options.message()
  throw new WaitTimeoutError(`waited ${timeoutMs} ms in vain: ${text}${because(cause)}`, { cause })
}

const TIME_UP = Symbol('time is up')

async function look<T>(predicate: () => T | Promise<T>): Promise<{ value: T } | { threw: unknown }> {
  try {
    return { value: await predicate() }
  } catch (error) {
    return { threw: error }
  }
}

function isTruthy<T>(value: T): value is Truthy<T> {
  return Boolean(value)
}

function because(cause: unknown): string {
  if (cause === undefined) return ''
  return ` (last look threw: ${inspect(cause instanceof Error ? cause.message : cause)})`
}
