/** How often a title was shown and passed over. */
export interface ShownAt {
  readonly atMs: number
  /** Fingerprint of the page. */
  readonly page: number
}

/** What was shown later than this does not count yet: whoever looks again finds the same page. */
export const SESSION_GAP_MS = 30 * 60_000
/** What was shown earlier than this is forgotten. */
export const FORGET_SHOWN_MS = 14 * 86_400_000

/**
 * On how many pages the title was shown after the viewer had last picked it (`pickedAtMs`; `null`: never), between 14 days and 30 minutes
 * before now. One page counts once, however often it was seen.
 */
export function shownTimes(shown: readonly ShownAt[], pickedAtMs: number | null, nowMs: number): number {
  const counts = ({ atMs }: ShownAt): boolean =>
    atMs > (pickedAtMs ?? -Infinity) && atMs <= nowMs - SESSION_GAP_MS && atMs >= nowMs - FORGET_SHOWN_MS
  // A profile keeps at most 8 showings of a title: looking through them beats a set.
  let pages = 0
  for (const [at, showing] of shown.entries()) {
    if (!counts(showing)) continue
    if (shown.findIndex((other) => other.page === showing.page && counts(other)) === at) pages += 1
  }
  return pages
}
