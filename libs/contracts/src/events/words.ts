/** The JSON words of the protos' enums. `parity.ts` fails to compile where a number has no word. */
import { ItemKind } from '../gen/upnext/catalog/v1/catalog_item.ts'
import { RejectReason } from '../gen/upnext/events/v1/rejected.ts'
import {
  DismissScope,
  FollowAction,
  ListAction,
  SettingsField,
  Source,
  Thumb,
  TransactionType,
  WatchPhase,
} from '../gen/upnext/events/v1/viewer_event.ts'

export const SOURCES = { live: Source.SOURCE_LIVE, backfill: Source.SOURCE_BACKFILL } as const

export const WATCH_PHASES = {
  start: WatchPhase.WATCH_PHASE_START,
  heartbeat: WatchPhase.WATCH_PHASE_HEARTBEAT,
  pause: WatchPhase.WATCH_PHASE_PAUSE,
  stop: WatchPhase.WATCH_PHASE_STOP,
} as const

export const THUMBS = { down: Thumb.THUMB_DOWN, up: Thumb.THUMB_UP } as const

export const LIST_ACTIONS = { add: ListAction.LIST_ACTION_ADD, remove: ListAction.LIST_ACTION_REMOVE } as const

export const DISMISS_SCOPES = {
  not_interested: DismissScope.DISMISS_SCOPE_NOT_INTERESTED,
  continue_watching: DismissScope.DISMISS_SCOPE_CONTINUE_WATCHING,
} as const

export const TRANSACTION_TYPES = {
  rent: TransactionType.TRANSACTION_TYPE_RENT,
  buy: TransactionType.TRANSACTION_TYPE_BUY,
} as const

export const SETTINGS_FIELDS = {
  kids: SettingsField.SETTINGS_FIELD_KIDS,
  maturity_limit: SettingsField.SETTINGS_FIELD_MATURITY_LIMIT,
  languages: SettingsField.SETTINGS_FIELD_LANGUAGES,
  country: SettingsField.SETTINGS_FIELD_COUNTRY,
  tier: SettingsField.SETTINGS_FIELD_TIER,
  share_watching: SettingsField.SETTINGS_FIELD_SHARE_WATCHING,
} as const

export const FOLLOW_ACTIONS = {
  request: FollowAction.FOLLOW_ACTION_REQUEST,
  accept: FollowAction.FOLLOW_ACTION_ACCEPT,
  remove: FollowAction.FOLLOW_ACTION_REMOVE,
} as const

export const ITEM_KINDS = {
  movie: ItemKind.ITEM_KIND_MOVIE,
  series: ItemKind.ITEM_KIND_SERIES,
  season: ItemKind.ITEM_KIND_SEASON,
  episode: ItemKind.ITEM_KIND_EPISODE,
} as const

export const REJECT_REASONS = {
  parse: RejectReason.REJECT_REASON_PARSE,
  schema: RejectReason.REJECT_REASON_SCHEMA,
  unknown_kind: RejectReason.REJECT_REASON_UNKNOWN_KIND,
  missing_viewer: RejectReason.REJECT_REASON_MISSING_VIEWER,
  too_large: RejectReason.REJECT_REASON_TOO_LARGE,
  too_deep: RejectReason.REJECT_REASON_TOO_DEEP,
  forbidden_key: RejectReason.REJECT_REASON_FORBIDDEN_KEY,
  time_future: RejectReason.REJECT_REASON_TIME_FUTURE,
  time_past: RejectReason.REJECT_REASON_TIME_PAST,
  encoding: RejectReason.REJECT_REASON_ENCODING,
} as const

/** Why an event or an item was refused: a closed list. */
export type RejectReasonWord = keyof typeof REJECT_REASONS

/** The word of a number, or `undefined` where the number has none (written by a newer version, or unspecified). */
export function wordOf<Words extends Readonly<Record<string, number>>>(
  words: Words,
  value: number,
): (keyof Words & string) | undefined {
  for (const word of Object.keys(words)) if (words[word] === value) return word
  return undefined
}

/** The words of a table, as zod wants them. */
export function wordsOf<Words extends Readonly<Record<string, number>>>(words: Words): [keyof Words & string] {
  return Object.keys(words) as [keyof Words & string]
}
