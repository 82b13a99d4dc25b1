export * from './gen/upnext/catalog/v1/catalog_item.ts'
export * from './gen/upnext/events/v1/rejected.ts'
export * from './gen/upnext/events/v1/viewer_event.ts'
export * from './gen/upnext/errors/v1/rpc_status.ts'
export * from './gen/upnext/log/v1/position.ts'
export * from './gen/upnext/models/v1/model_update.ts'
export * from './gen/upnext/profiles/v1/profile.ts'
export * from './gen/upnext/profiles/v1/profile_service.ts'
export * from './gen/upnext/ranking/v1/ranking_service.ts'
export * from './gen/upnext/ranking/v1/row.ts'
export * from './gen/upnext/ranking/v1/tracking.ts'
export { descriptorSet } from './gen/descriptors.ts'
export * from './item-hash.ts'
export * from './keys.ts'
export * from './topics.ts'
export * from './catalog/item-schema.ts'
export * from './catalog/parse-item.ts'
export * from './catalog/to-catalog-item.ts'
export * from './catalog/to-item-json.ts'
export * from './events/codec.ts'
export {
  EVENT_KINDS,
  eventSchema,
  type EventJson,
  type EventKind,
  type ParsedEvent,
} from './events/event-schema.ts'
export { MAX_DEPTH } from './events/hygiene.ts'
export { parseEvent } from './events/parse-event.ts'
export { type Parsed, type Rejection } from './events/parse.ts'
export { toEventJson, type LoggedEventJson } from './events/to-event-json.ts'
export { FUTURE_TOLERANCE_MS, toViewerEvent, type EventStamp } from './events/to-viewer-event.ts'
export * from './events/words.ts'
