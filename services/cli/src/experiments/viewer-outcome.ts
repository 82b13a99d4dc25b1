/** From what one viewer did to what counts for a variant: pages, items shown, picks, and what was watched after them. */
import type { Pick, Session, ViewerLog } from './viewer-log.ts'

/** Players that round a session's start to seconds, or take it a moment early, make it begin before the pick that began it. */
const EARLY_START_MS = 5000

export interface Counts {
  pages: number
  /** Items, each once for every page and row it was shown in. */
  shown: number
  /** Of those, how many were picked. */
  picks: number
  /** Watched after a pick. */
  seconds: number
}

export interface Outcome {
  readonly kind: 'counted'
  readonly variant: string
  readonly all: Counts
  /** By row, as {@link rowGroup} has it. */
  readonly rows: ReadonlyMap<string, Counts>
  /** Picks of what, as far as impressions say, was not shown. */
  readonly unmatchedPicks: number
  /** Sessions with a pick whose beginning no event told: they count from the first position that one did. */
  readonly unstartedSessions: number
}

/** `unexposed`: no variant was shown. `mixed`: more than one was. `refused`: the viewer does not want to be counted. */
export type ViewerOutcome = Outcome | { readonly kind: 'unexposed' | 'mixed' | 'refused' }

/** `windowMs`: a session counts for a pick if it began at most so long after it, and not more than {@link EARLY_START_MS} before. */
export function outcomeOf(log: ViewerLog, windowMs: number): ViewerOutcome {
  const isForgotten = (atMs: number): boolean => atMs <= log.erasedThroughMs
  const rows = new Map<string, Counts>()
  const all = noCounts()
  const variants = new Set<string>()
  for (const shownRows of log.pages.values()) {
    const groups = new Set<string>()
    for (const [rowId, { variant, atMs, items }] of shownRows) {
      if (isForgotten(atMs)) continue
      variants.add(variant)
      groups.add(rowGroup(rowId))
      countsOf(rows, rowGroup(rowId)).shown += items.length
      all.shown += items.length
    }
    if (groups.size > 0) all.pages += 1
    for (const group of groups) countsOf(rows, group).pages += 1
  }
  const [variant] = variants
  if (variant === undefined) return { kind: 'unexposed' }
  if (log.analytics?.allowed === false) return { kind: 'refused' }
  if (log.mixed || variants.size > 1) return { kind: 'mixed' }

  const picks = log.picks.filter(({ atMs }) => !isForgotten(atMs))
  const matched = picks.filter((pick) => wasShown(log, pick))
  for (const { rowId } of distinct(matched)) {
    countsOf(rows, rowGroup(rowId)).picks += 1
    all.picks += 1
  }
  const attributed = attribute(log.sessions.values(), matched, windowMs)
  for (const { session, rowId } of attributed) {
    // Never from 0: a film that was gone on with, and whose start is lost, was not watched up to there now.
    const seconds = session.toS - (session.fromS ?? session.leastS)
    countsOf(rows, rowGroup(rowId)).seconds += seconds
    all.seconds += seconds
  }
  return {
    kind: 'counted',
    variant,
    all,
    rows,
    unmatchedPicks: distinct(picks).length - distinct(matched).length,
    unstartedSessions: attributed.filter(({ session }) => session.fromS === null).length,
  }
}

/** A row of the rows file, whatever title or genre it is about: "similar" of "similar:tt42". */
export function rowGroup(rowId: string): string {
  const colon = rowId.indexOf(':')
  return colon === -1 ? rowId : rowId.slice(0, colon)
}

function wasShown({ pages, erasedThroughMs }: ViewerLog, { pageId, rowId, item }: Pick): boolean {
  const shown = pages.get(pageId)?.get(rowId)
  return shown !== undefined && shown.atMs > erasedThroughMs && shown.items.includes(item)
}

/** A title that was picked twice from one row of one page was picked once. */
function distinct(picks: readonly Pick[]): readonly Pick[] {
  return [...new Map(picks.map((pick) => [`${pick.pageId}\n${pick.rowId}\n${pick.item}`, pick])).values()]
}

/** Each session goes to the last pick of its title before it (or just after), if that is near enough; picks of one moment in the order of their rows. */
function attribute(
  sessions: Iterable<Session>,
  picks: readonly Pick[],
  windowMs: number,
): readonly { readonly session: Session; readonly rowId: string }[] {
  const byItem = new Map<number, Pick[]>()
  for (const pick of picks) byItem.set(pick.item, [...(byItem.get(pick.item) ?? []), pick])
  return [...sessions].flatMap((session) => {
    const before = (byItem.get(session.item) ?? []).filter(
      ({ atMs }) => atMs <= session.startedAtMs + EARLY_START_MS && session.startedAtMs - atMs <= windowMs,
    )
    const last = before.sort((a, b) => b.atMs - a.atMs || (a.rowId < b.rowId ? -1 : 1))[0]
    return last === undefined ? [] : [{ session, rowId: last.rowId }]
  })
}

function countsOf(rows: Map<string, Counts>, group: string): Counts {
  const counts = rows.get(group) ?? noCounts()
  rows.set(group, counts)
  return counts
}

function noCounts(): Counts {
  return { pages: 0, shown: 0, picks: 0, seconds: 0 }
}
