/** One mistake in a request: which field, and what was expected there. */
export interface Violation {
  readonly field: string
  readonly description: string
}

/** A request that was understood, or every mistake in it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly violations: readonly Violation[] }

/** A client learns nothing from more, and an answer that tells tens of thousands could not be sent. */
const MOST_TOLD = 100

/** Collects mistakes while a request is read; reading goes on behind each, so that all are told at once. */
export interface Violations {
  /** At most 100; where there are more, the last one says how many. */
  found(): readonly Violation[]
  add(field: string, description: string): void
}

export function createViolations(): Violations {
  const kept: Violation[] = []
  let others = 0
  return {
    found() {
      if (others === 0) return kept
      const more = { field: 'request', description: `${others + 1} more mistakes, which are not told here` }
      return [...kept.slice(0, MOST_TOLD - 1), more]
    },
    add(field, description) {
      if (kept.length < MOST_TOLD) kept.push({ field, description })
      else others += 1
    },
  }
}

export function parsed<T>(violations: Violations, value: T): Parsed<T> {
  return violations.found().length === 0 ? { ok: true, value } : { ok: false, violations: violations.found() }
}
