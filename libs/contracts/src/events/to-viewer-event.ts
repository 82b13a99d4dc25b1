import { accountKey, viewerKey } from '../keys.ts'
import type { KeyContext } from '../keys.ts'
import { Source, WatchPhase } from '../gen/upnext/events/v1/viewer_event.ts'
import type { Rating, Settings, SettingsField, ViewerEvent } from '../gen/upnext/events/v1/viewer_event.ts'
import type { EventKind, ParsedEvent } from './event-schema.ts'
import {
  DISMISS_SCOPES,
  FOLLOW_ACTIONS,
  LIST_ACTIONS,
  SETTINGS_FIELDS,
  SOURCES,
  THUMBS,
  TRANSACTION_TYPES,
  WATCH_PHASES,
} from './words.ts'

/** How far a client's clock may be ahead of ours. */
export const FUTURE_TOLERANCE_MS = 600_000

/** What the receiver of an event adds to it. */
export interface EventStamp {
  readonly keys: KeyContext
  /** `keyIdOf(keys.secret)`. */
  readonly keyId: string
  readonly receivedAtMs: number
  /** Used where the client sent none. */
  readonly eventId: string
}

type KindOf<K extends EventKind> = Extract<ParsedEvent, { kind: K }>

/** The event as it stands on the log. From here on the viewer is known by key alone. */
export function toViewerEvent(event: ParsedEvent, stamp: EventStamp): ViewerEvent {
  return {
    eventId: (event.event_id ?? stamp.eventId).toLowerCase(),
    viewer: viewerKey(stamp.keys, event.viewer),
    account: event.account === undefined ? '' : accountKey(stamp.keys, event.account),
    occurredAtMs: event.occurred_at,
    sentAtMs: event.sent_at,
    receivedAtMs: stamp.receivedAtMs,
    source: event.source === undefined ? Source.SOURCE_LIVE : SOURCES[event.source],
    device: event.device ?? '',
    country: event.country ?? '',
    locale: event.locale ?? '',
    keyId: stamp.keyId,
    sealed: Buffer.alloc(0),
    kind: toKind(event, stamp),
  }
}

function toKind(event: ParsedEvent, stamp: EventStamp): NonNullable<ViewerEvent['kind']> {
  switch (event.kind) {
    case 'watch':
      return { $case: 'watch', value: toWatch(event) }
    case 'rating':
      return { $case: 'rating', value: { itemId: event.item, value: toRatingValue(event) } }
    case 'list':
      return { $case: 'list', value: { itemId: event.item, action: LIST_ACTIONS[event.action] } }
    case 'dismiss': {
      const scope = DISMISS_SCOPES[event.scope]
      return { $case: 'dismiss', value: { itemId: event.item, scope, undo: event.undo ?? false } }
    }
    case 'transaction':
      return { $case: 'transaction', value: toTransaction(event) }
    case 'impression':
      return { $case: 'impression', value: toImpression(event) }
    case 'select':
      return { $case: 'select', value: toSelect(event) }
    case 'settings':
      return { $case: 'settings', value: toSettings(event.settings) }
    case 'follow': {
      const target = viewerKey(stamp.keys, event.target)
      return { $case: 'follow', value: { target, action: FOLLOW_ACTIONS[event.action] } }
    }
    case 'consent':
      return { $case: 'consent', value: toConsent(event) }
    case 'erase':
      // Clocks ahead of ours may have dated events that are to be forgotten.
      return { $case: 'erase', value: { throughMs: stamp.receivedAtMs + FUTURE_TOLERANCE_MS } }
    case 'retire':
      return { $case: 'retire', value: { throughMs: event.through } }
  }
}

function toWatch(event: KindOf<'watch'>) {
  return {
    itemId: event.item,
    episodeId: event.episode ?? '',
    positionS: event.position_s,
    durationS: event.duration_s ?? 0,
    sessionId: event.session_id,
    sessionStartedAtMs: event.session_started_at,
    phase: event.phase === undefined ? WatchPhase.WATCH_PHASE_UNSPECIFIED : WATCH_PHASES[event.phase],
  }
}

function toRatingValue(event: KindOf<'rating'>): Rating['value'] {
  if (event.stars !== undefined) return { $case: 'halfStars', value: event.stars * 2 }
  return event.thumb === undefined ? undefined : { $case: 'thumb', value: THUMBS[event.thumb] }
}

function toTransaction(event: KindOf<'transaction'>) {
  return {
    itemId: event.item,
    type: TRANSACTION_TYPES[event.type],
    expiresAtMs: event.expires_at ?? 0,
    priceMinor: event.price_minor ?? 0,
    currency: event.currency ?? '',
  }
}

function toImpression(event: KindOf<'impression'>) {
  const items = event.items.map(({ item, tracking }) => ({ itemId: item, tracking: tracking ?? '' }))
  return { pageId: event.page_id, rowId: event.row_id, items, tracking: event.tracking ?? '' }
}

function toSelect(event: KindOf<'select'>) {
  return {
    itemId: event.item,
    tracking: event.tracking ?? '',
    pageId: event.page_id ?? '',
    rowId: event.row_id ?? '',
  }
}

function toSettings(settings: KindOf<'settings'>['settings']): Settings {
  const clear: SettingsField[] = []
  const keep = <Value>(field: keyof typeof SETTINGS_FIELDS, value: Value | null | undefined): Value | undefined => {
    if (value === null) clear.push(SETTINGS_FIELDS[field])
    return value ?? undefined
  }
  const languages = keep('languages', settings.languages)
  return {
    kids: keep('kids', settings.kids),
    maturityLimit: keep('maturity_limit', settings.maturity_limit),
    languages: languages === undefined ? undefined : { tags: languages },
    country: keep('country', settings.country),
    tier: keep('tier', settings.tier),
    shareWatching: keep('share_watching', settings.share_watching),
    clear,
  }
}

function toConsent(event: KindOf<'consent'>) {
  return {
    personalization: event.personalization,
    analytics: event.analytics,
    sponsored: event.sponsored,
    policyVersion: event.policy_version,
  }
}
