import type { Consent, Settings, Transaction, ViewerEvent, Watch } from '../gen/upnext/events/v1/viewer_event.ts'
import type { EventJson, EventKind } from './event-schema.ts'
import {
  DISMISS_SCOPES,
  FOLLOW_ACTIONS,
  LIST_ACTIONS,
  SETTINGS_FIELDS,
  SOURCES,
  THUMBS,
  TRANSACTION_TYPES,
  WATCH_PHASES,
  wordOf,
} from './words.ts'

/** An event of the log in JSON: the form that clients send, with keys where they sent ids, and what the collector added. */
export type LoggedEventJson = EventJson & {
  readonly received_at: number
  readonly key_id: string
}

type Body = {
  [K in EventKind]: Omit<Extract<EventJson, { kind: K }>, keyof Envelope> & { through?: number }
}[EventKind]
type Envelope = Omit<Extract<EventJson, { kind: 'erase' }>, 'kind'>

/**
 * The JSON form of a logged event, for people and exports. `null` where this version has no words for it: an unknown kind,
 * or an enum's unknown number. Fields that are absent may be `undefined`, which JSON leaves out: taking them out here as well
 * would cost a replay as much as decoding.
 */
export function toEventJson(event: ViewerEvent): LoggedEventJson | null {
  const body = toBody(event.kind)
  if (body === null) return null
  return {
    event_id: event.eventId,
    viewer: event.viewer,
    account: text(event.account),
    occurred_at: event.occurredAtMs,
    sent_at: event.sentAtMs,
    received_at: event.receivedAtMs,
    source: wordOf(SOURCES, event.source),
    device: text(event.device),
    country: text(event.country),
    locale: text(event.locale),
    key_id: event.keyId,
    ...body,
  }
}

function toBody(kind: ViewerEvent['kind']): Body | null {
  switch (kind?.$case) {
    case undefined:
      return null
    case 'watch':
      return toWatch(kind.value)
    case 'rating': {
      const { itemId: item, value } = kind.value
      if (value?.$case === 'halfStars') return { kind: 'rating', item, stars: value.value / 2 }
      const thumb = value === undefined ? undefined : wordOf(THUMBS, value.value)
      return thumb === undefined ? null : { kind: 'rating', item, thumb }
    }
    case 'list': {
      const action = wordOf(LIST_ACTIONS, kind.value.action)
      return action === undefined ? null : { kind: 'list', item: kind.value.itemId, action }
    }
    case 'dismiss': {
      const { itemId: item, undo } = kind.value
      const scope = wordOf(DISMISS_SCOPES, kind.value.scope)
      return scope === undefined ? null : { kind: 'dismiss', item, scope, undo }
    }
    case 'transaction':
      return toTransaction(kind.value)
    case 'impression': {
      const { pageId, rowId, items, tracking } = kind.value
      const shown = items.map(({ itemId, tracking }) => ({ item: itemId, tracking: text(tracking) }))
      return { kind: 'impression', page_id: pageId, row_id: rowId, items: shown, tracking: text(tracking) }
    }
    case 'select': {
      const { itemId: item, tracking, pageId, rowId } = kind.value
      return { kind: 'select', item, tracking: text(tracking), page_id: text(pageId), row_id: text(rowId) }
    }
    case 'settings':
      return { kind: 'settings', settings: toSettings(kind.value) }
    case 'follow': {
      const action = wordOf(FOLLOW_ACTIONS, kind.value.action)
      return action === undefined ? null : { kind: 'follow', target: kind.value.target, action }
    }
    case 'consent':
      return toConsent(kind.value)
    case 'erase':
      return { kind: 'erase', through: kind.value.throughMs }
    case 'retire':
      return { kind: 'retire', through: kind.value.throughMs }
  }
}

function toWatch(watch: Watch): Body {
  return {
    kind: 'watch',
    item: watch.itemId,
    episode: text(watch.episodeId),
    position_s: watch.positionS,
    duration_s: number(watch.durationS),
    session_id: watch.sessionId,
    session_started_at: watch.sessionStartedAtMs,
    phase: wordOf(WATCH_PHASES, watch.phase),
  }
}

function toTransaction(transaction: Transaction): Body | null {
  const type = wordOf(TRANSACTION_TYPES, transaction.type)
  if (type === undefined) return null
  return {
    kind: 'transaction',
    item: transaction.itemId,
    type,
    expires_at: number(transaction.expiresAtMs),
    price_minor: number(transaction.priceMinor),
    currency: text(transaction.currency),
  }
}

function toSettings(settings: Settings) {
  const cleared = settings.clear.flatMap((field) => wordOf(SETTINGS_FIELDS, field) ?? [])
  return withoutAbsent({
    kids: settings.kids,
    maturity_limit: settings.maturityLimit,
    languages: settings.languages?.tags,
    country: settings.country,
    tier: settings.tier,
    share_watching: settings.shareWatching,
    ...Object.fromEntries(cleared.map((field) => [field, null])),
  })
}

function toConsent(consent: Consent): Body {
  return {
    kind: 'consent',
    personalization: consent.personalization,
    analytics: consent.analytics,
    sponsored: consent.sponsored,
    policy_version: consent.policyVersion,
  }
}

/** The proto's empty text says "absent". */
export function text(value: string): string | undefined {
  return value === '' ? undefined : value
}

function number(value: number): number | undefined {
  return value === 0 ? undefined : value
}

export function withoutAbsent<Value extends object>(value: Value): Value {
  const present: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) if (member !== undefined) present[name] = member
  return present as Value
}
