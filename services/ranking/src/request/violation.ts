/** One mistake in a request: which field, and what was expected there. */
export interface Violation {
  readonly field: string
  readonly description: string
}

/** A request that was understood, or every mistake in it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly violations: readonly Violation[] }

/** Collects mistakes while a request is read; reading goes on behind each, so that all are told at once. */
export interface Violations {
  readonly found: readonly Violation[]
  add(field: string, description: string): void
}

export function createViolations(): Violations {
  const found: Violation[] = []
  return { found, add: (field, description) => void found.push({ field, description }) }
}

export function parsed<T>(violations: Violations, value: T): Parsed<T> {
  return violations.found.length === 0 ? { ok: true, value } : { ok: false, violations: violations.found }
}
