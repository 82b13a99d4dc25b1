/** Moving a history in time, so that an old data set behaves like one that ends today. */
import { usageError } from '../errors.ts'

/** What `--shift-to` asks for: the time that the newest event is to have. */
export type ShiftTarget =
  { readonly kind: 'none' } | { readonly kind: 'now' } | { readonly kind: 'time'; readonly atMs: number }

/** Understands `now` and ISO 8601 times with a zone. */
export function parseShiftTarget(text: string | undefined): ShiftTarget {
  if (text === undefined) return { kind: 'none' }
  if (text === 'now') return { kind: 'now' }
  const atMs = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(atMs)) {
    throw usageError(
      `--shift-to: expected "now" or a time with zone, got "${text}"`,
      'example: --shift-to 2026-01-31T12:00:00Z',
    )
  }
  return { kind: 'time', atMs }
}

/**
 * Milliseconds to add to every time so that the newest becomes the target. Never moves an event past `nowMs`: the newest
 * lands exactly on the target, and a target after now is refused.
 */
export function shiftOf(target: ShiftTarget, newestMs: number | null, nowMs: number): number {
  if (target.kind === 'none' || newestMs === null) return 0
  const targetMs = target.kind === 'now' ? nowMs : target.atMs
  if (targetMs > nowMs) {
    throw usageError('--shift-to: that time is still to come; events cannot have happened after now')
  }
  return targetMs - newestMs
}
