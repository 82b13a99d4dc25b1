/** The topics, by the role they play. Names and partition numbers are for ever: replays in years to come read them. */
import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { TopicSpec } from '@upnext/ports'

/** A type and not an interface, so that `Object.values` gives topics. */
export type Topics = {
  /** ViewerEvent by viewer key: everything a viewer does, so that order per viewer holds across kinds. */
  readonly viewerEvents: TopicSpec
  /** CatalogRecord by item id. Kept for ever and never compacted: a stale write could bury a withdrawal. */
  readonly catalog: TopicSpec
  /** ModelUpdate by row item. Only useful until the next model. */
  readonly modelUpdates: TopicSpec
  /** RejectedEvent by reason. */
  readonly rejectedEvents: TopicSpec
  /** DeadLetter by original key. */
  readonly deadLetters: TopicSpec
}

const DAY_MS = 86_400_000

/** The topics of a namespace ('' is the default one). */
export function topicsOf(namespace: string): Topics {
  const name = (base: string): string => inNamespace(namespace, base)
  return {
    viewerEvents: { name: name('upnext.viewer-events.v1'), partitions: VIEWER_PARTITIONS },
    catalog: { name: name('upnext.catalog.v1'), partitions: 8 },
    modelUpdates: { name: name('upnext.model-updates.v1'), partitions: 8, retentionMs: 7 * DAY_MS },
    rejectedEvents: { name: name('upnext.rejected-events.v1'), partitions: 8, retentionMs: 14 * DAY_MS },
    deadLetters: { name: name('upnext.dead-letters.v1'), partitions: 8, retentionMs: 90 * DAY_MS },
  }
}

/** Prefixes a topic, group or key with the namespace, so that tenants and tests can live side by side on one cluster. */
export function inNamespace(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}.${name}`
}
