/**
 * What one viewer was shown, picked and watched, as far as a report needs it. Everything added twice, or in another order, leaves the
 * same: records may come so.
 */
import { decodeTracking, fingerprint, variantIn, WatchPhase } from '@upnext/contracts'
import type { Impression, Select, Tracking, Watch } from '@upnext/contracts'

export interface ViewerLog {
  /** By page id, then by row id. */
  readonly pages: Map<string, Map<string, Shown>>
  readonly picks: Pick[]
  /** By session, title and episode. */
  readonly sessions: Map<string, Session>
  /** What happened up to then is forgotten. */
  erasedThroughMs: number
  /** The newest word on analytics. */
  analytics: { readonly atMs: number; readonly allowed: boolean } | null
  mixed: boolean
}

export interface Shown {
  readonly variant: string
  atMs: number
  /** Fingerprints of the titles, each once. */
  readonly items: number[]
}

export interface Pick {
  readonly pageId: string
  readonly rowId: string
  readonly item: number
  readonly atMs: number
}

export interface Session {
  readonly item: number
  startedAtMs: number
  /** Where it was begun; `null`: no event has said it. */
  fromS: number | null
  /** Nearest point to the title's beginning that any event has told. */
  leastS: number
  /** Furthest point. */
  toS: number
}

/** What became of an impression: it was counted, it is of no variant of the experiment, or its tracking says nothing. */
export type Exposure = 'exposed' | 'outside' | 'unreadable' | 'untracked'

export function emptyViewerLog(): ViewerLog {
  return { pages: new Map(), picks: [], sessions: new Map(), erasedThroughMs: -Infinity, analytics: null, mixed: false }
}

export function addImpression(log: ViewerLog, experiment: string, event: Impression, atMs: number): Exposure {
  const texts = [event.tracking, ...event.items.map(({ tracking }) => tracking)].filter((text) => text !== '')
  if (texts.length === 0) return 'untracked'
  const tracking = firstReadable(texts)
  if (tracking === null) return 'unreadable'
  const variant = variantIn(tracking.variant, experiment)
  if (variant === null) return 'outside'

  const { pageId, rowId } = placeOf(tracking, event)
  const rows = log.pages.get(pageId) ?? new Map<string, Shown>()
  log.pages.set(pageId, rows)
  const shown = rows.get(rowId) ?? { variant, atMs, items: [] }
  rows.set(rowId, shown)
  if (shown.variant !== variant) log.mixed = true
  shown.atMs = Math.min(shown.atMs, atMs)
  for (const { itemId } of event.items) {
    const item = fingerprint(itemId)
    if (!shown.items.includes(item)) shown.items.push(item)
  }
  return 'exposed'
}

/** A pick that says not where it was made is of no use here. */
export function addSelect(log: ViewerLog, event: Select, atMs: number): void {
  const tracking = event.tracking === '' ? null : decodeTracking(event.tracking)
  const { pageId, rowId } = placeOf(tracking, event)
  if (pageId !== '' && rowId !== '') log.picks.push({ pageId, rowId, item: fingerprint(event.itemId), atMs })
}

export function addWatch(log: ViewerLog, event: Watch): void {
  const { itemId, sessionId, episodeId, sessionStartedAtMs, durationS, phase } = event
  const key = `${sessionId}\n${itemId}\n${episodeId}`
  const session = log.sessions.get(key)
  const positionS = durationS === 0 ? event.positionS : Math.min(event.positionS, durationS)
  const fromS = phase === WatchPhase.WATCH_PHASE_START ? positionS : null
  if (session === undefined) {
    const item = fingerprint(itemId)
    log.sessions.set(key, { item, startedAtMs: sessionStartedAtMs, fromS, leastS: positionS, toS: positionS })
    return
  }
  session.startedAtMs = Math.min(session.startedAtMs, sessionStartedAtMs)
  session.leastS = Math.min(session.leastS, positionS)
  session.toS = Math.max(session.toS, positionS)
  if (fromS !== null) session.fromS = Math.min(session.fromS ?? fromS, fromS)
}

export function addConsent(log: ViewerLog, allowed: boolean | undefined, atMs: number): void {
  if (allowed === undefined) return
  const { analytics } = log
  // Of two words of one moment the refusal counts.
  if (analytics !== null && (analytics.atMs > atMs || (analytics.atMs === atMs && !analytics.allowed))) return
  log.analytics = { atMs, allowed }
}

export function addErase(log: ViewerLog, throughMs: number): void {
  log.erasedThroughMs = Math.max(log.erasedThroughMs, throughMs)
}

function firstReadable(texts: readonly string[]): Tracking | null {
  for (const text of texts) {
    const tracking = decodeTracking(text)
    if (tracking !== null) return tracking
  }
  return null
}

/** What the answer said of itself comes before what the app says. */
function placeOf(
  tracking: Tracking | null,
  said: { readonly pageId: string; readonly rowId: string },
): { readonly pageId: string; readonly rowId: string } {
  return tracking === null || tracking.pageId === '' ? said : tracking
}
