/**
 * A test that the compiler runs: every kind and field of the JSON forms has its place in the protos, and the other way round.
 * Whoever adds one on one side alone gets an error in this file. It holds types only and is not part of the public face.
 */
import type { CatalogItem, ItemKind } from '../gen/upnext/catalog/v1/catalog_item.ts'
import type { RejectReason } from '../gen/upnext/events/v1/rejected.ts'
import type * as proto from '../gen/upnext/events/v1/viewer_event.ts'
import type { ParsedItem } from '../catalog/item-schema.ts'
import type { EventKind, ParsedEvent } from './event-schema.ts'
import type * as words from './words.ts'

/** JSON field to proto field. */
interface EnvelopeFields {
  event_id: 'eventId'
  viewer: 'viewer'
  account: 'account'
  occurred_at: 'occurredAtMs'
  sent_at: 'sentAtMs'
  source: 'source'
  device: 'device'
  country: 'country'
  locale: 'locale'
}
/** What the collector adds, and what nobody writes yet. */
type CollectorFields = 'receivedAtMs' | 'keyId' | 'sealed'

interface KindFields {
  watch: {
    item: 'itemId'
    episode: 'episodeId'
    position_s: 'positionS'
    duration_s: 'durationS'
    session_id: 'sessionId'
    session_started_at: 'sessionStartedAtMs'
    phase: 'phase'
  }
  rating: { item: 'itemId'; stars: 'value'; thumb: 'value' }
  list: { item: 'itemId'; action: 'action' }
  dismiss: { item: 'itemId'; scope: 'scope'; undo: 'undo' }
  transaction: {
    item: 'itemId'
    type: 'type'
    expires_at: 'expiresAtMs'
    price_minor: 'priceMinor'
    currency: 'currency'
  }
  impression: { page_id: 'pageId'; row_id: 'rowId'; items: 'items'; tracking: 'tracking' }
  select: { item: 'itemId'; tracking: 'tracking'; page_id: 'pageId'; row_id: 'rowId' }
  settings: SettingsFields
  follow: { target: 'target'; action: 'action' }
  consent: {
    personalization: 'personalization'
    analytics: 'analytics'
    sponsored: 'sponsored'
    policy_version: 'policyVersion'
  }
  erase: object
  retire: { through: 'throughMs' }
}
interface SettingsFields {
  kids: 'kids'
  maturity_limit: 'maturityLimit'
  languages: 'languages'
  country: 'country'
  tier: 'tier'
  share_watching: 'shareWatching'
}
/** Fields of a kind's message that no JSON field of that name stands for: null clears, and the collector says through when. */
interface ImpliedFields {
  settings: 'clear'
  erase: 'throughMs'
}

interface ItemFields {
  item: 'itemId'
  title: 'title'
  kind: 'kind'
  series: 'seriesId'
  season: 'seasonNumber'
  episode: 'episodeNumber'
  genres: 'genres'
  tags: 'tags'
  people: 'people'
  franchise: 'franchise'
  year: 'year'
  languages: 'languages'
  duration_s: 'durationS'
  maturity_age: 'maturityAge'
  regions: 'regions'
  windows: 'windows'
  artwork_url: 'artworkUrl'
  tiers: 'tiers'
  made_for_kids: 'madeForKids'
  offers: 'offer'
  description: 'description'
  revision: 'revision'
  withdrawn: 'withdrawn'
}

type Same<A, B> = [A] extends [B]
  ? [B] extends [A]
    ? true
    : { onlyInRight: Exclude<B, A> }
  : { onlyInLeft: Exclude<A, B> }
type Fields<Message> = Exclude<keyof Message, '_unknownFields'>
type Values<T> = T[keyof T]

type ProtoKind = NonNullable<proto.ViewerEvent['kind']>
type MessageOf<K extends EventKind> = Extract<ProtoKind, { $case: K }>['value']
type JsonOf<K extends EventKind> = Extract<ParsedEvent, { kind: K }>
/** The settings' own fields are nested in JSON, to keep them apart from the envelope's. */
type BodyOf<K extends EventKind> = K extends 'settings'
  ? keyof JsonOf<'settings'>['settings']
  : Exclude<keyof JsonOf<K>, 'kind' | keyof EnvelopeFields>
type ImpliedBy<K> = K extends keyof ImpliedFields ? ImpliedFields[K] : never

/** Every word of a table, and every number of its enum but "unspecified" and ts-proto's "unrecognized". */
type Spoken<Words, Enum> = Same<Values<Words>, Exclude<Enum, 0 | -1>>

interface Parity {
  kinds: Same<EventKind, ProtoKind['$case']>
  kindsHere: Same<keyof KindFields, EventKind>
  envelopeJson: Same<Exclude<keyof JsonOf<'erase'>, 'kind'>, keyof EnvelopeFields>
  envelopeProto: Same<Values<EnvelopeFields> | CollectorFields | 'kind', Fields<proto.ViewerEvent>>
  json: { [K in EventKind]: Same<BodyOf<K>, keyof KindFields[K]> }[EventKind]
  proto: { [K in EventKind]: Same<Values<KindFields[K]> | ImpliedBy<K>, Fields<MessageOf<K>>> }[EventKind]
  ratingValues: Same<NonNullable<proto.Rating['value']>['$case'], 'halfStars' | 'thumb'>
  impressedItem: Same<keyof JsonOf<'impression'>['items'][number] | 'itemId', Fields<proto.ImpressedItem> | 'item'>
  itemJson: Same<keyof ParsedItem, keyof ItemFields>
  itemProto: Same<Values<ItemFields>, Fields<CatalogItem>>
  personJson: Same<keyof NonNullable<ParsedItem['people']>[number], Fields<CatalogItem['people'][number]>>
  sources: Spoken<typeof words.SOURCES, proto.Source>
  phases: Spoken<typeof words.WATCH_PHASES, proto.WatchPhase>
  thumbs: Spoken<typeof words.THUMBS, proto.Thumb>
  listActions: Spoken<typeof words.LIST_ACTIONS, proto.ListAction>
  scopes: Spoken<typeof words.DISMISS_SCOPES, proto.DismissScope>
  transactions: Spoken<typeof words.TRANSACTION_TYPES, proto.TransactionType>
  settingsFields: Spoken<typeof words.SETTINGS_FIELDS, proto.SettingsField>
  settingsWords: Same<keyof typeof words.SETTINGS_FIELDS, keyof SettingsFields>
  followActions: Spoken<typeof words.FOLLOW_ACTIONS, proto.FollowAction>
  itemKinds: Spoken<typeof words.ITEM_KINDS, ItemKind>
  reasons: Spoken<typeof words.REJECT_REASONS, RejectReason>
}

/** Compiles only while every answer is `true`; the error shows what stands on one side alone. */
type Holds<Answers extends Record<keyof Answers, true>> = Answers
export type ParityHolds = Holds<Parity>

// The test can fail: a word or a field on one side alone is noticed.
// @ts-expect-error -- a kind that the proto does not have
export type ExtraKindFails = Holds<{ kinds: Same<EventKind | 'wave', ProtoKind['$case']> }>
// @ts-expect-error -- a field that the JSON form does not have
export type ExtraFieldFails = Holds<{ watch: Same<BodyOf<'watch'>, keyof KindFields['watch'] | 'speed'> }>
