/** Whom a request is for. */
import { viewerKey } from '@upnext/contracts'
import type { GuestHistory, KeyContext, ViewerKey } from '@upnext/contracts'
import type { Position } from '@upnext/ports'
import { viewerPartition } from '@upnext/ports'
import { checkCount, checkId, checkRange } from './fields.ts'
import type { Violations } from './violation.ts'

const DEFAULT_AFTER_WAIT_MS = 500
const LONGEST_AFTER_WAIT_MS = 5000
const MOST_GUEST_ITEMS = 50

export type Audience =
  | { readonly kind: 'viewer'; readonly key: ViewerKey; readonly after: After | null }
  | { readonly kind: 'guest'; readonly items: readonly GuestTitle[] }

/** The profile's position to wait for, and how long. */
export interface After {
  readonly nextOffset: number
  readonly waitMs: number
}

/** Newest first. */
export interface GuestTitle {
  readonly itemId: string
  readonly weight: number
}

export interface AudienceOptions {
  readonly keys: KeyContext
  /** Name of the viewer events' topic. */
  readonly viewerTopic: string
}

/** As all requests for somebody say it; not all may wait. */
export interface AudienceMessage {
  readonly audience?:
    | { readonly $case: 'viewerId'; readonly value: string }
    | { readonly $case: 'guest'; readonly value: GuestHistory }
    | undefined
  readonly after?: Position | undefined
  readonly afterWaitMs?: number | undefined
}

export function readAudience(message: AudienceMessage, options: AudienceOptions, violations: Violations): Audience {
  if (message.audience?.$case === 'viewerId') {
    checkId(message.audience.value, 'viewer_id', violations)
    const key = viewerKey(options.keys, message.audience.value)
    return { kind: 'viewer', key, after: readAfter(message, key, options.viewerTopic, violations) }
  }
  if (message.audience === undefined) violations.add('audience', 'expected either viewer_id or guest')
  if (message.after !== undefined) violations.add('after', 'only a viewer has events to wait for')
  return { kind: 'guest', items: readGuest(message.audience?.value, violations) }
}

function readAfter(
  { after, afterWaitMs }: AudienceMessage,
  key: ViewerKey,
  topic: string,
  violations: Violations,
): After | null {
  const waitMs = afterWaitMs ?? DEFAULT_AFTER_WAIT_MS
  if (waitMs > LONGEST_AFTER_WAIT_MS)
    violations.add('after_wait_ms', `expected at most ${LONGEST_AFTER_WAIT_MS}, got ${waitMs}`)
  if (after === undefined) return null
  checkAfter(after, viewerPartition(key), topic, violations)
  return { nextOffset: after.nextOffset, waitMs }
}

function checkAfter(after: Position, partition: number, topic: string, violations: Violations): void {
  if (after.topic !== topic) violations.add('after.topic', `expected "${topic}", the topic of viewer events`)
  if (after.partition !== partition)
    violations.add('after.partition', `expected ${partition}, where this viewer's events are, got ${after.partition}`)
  if (after.nextOffset < 0) violations.add('after.next_offset', `expected 0 or more, got ${after.nextOffset}`)
}

function readGuest(guest: GuestHistory | undefined, violations: Violations): readonly GuestTitle[] {
  const all = guest?.items ?? []
  checkCount(all, 'guest.items', MOST_GUEST_ITEMS, 'items', violations)
  // The request is refused with more: they are not even read.
  const items = all.slice(0, MOST_GUEST_ITEMS)
  items.forEach(({ itemId, weight }, i) => {
    checkId(itemId, `guest.items[${i}].item_id`, violations)
    if (weight !== undefined) checkRange(weight, `guest.items[${i}].weight`, [-1, 1], violations)
  })
  return newestFirst(items).map(({ itemId, weight }) => ({ itemId, weight: weight ?? 1 }))
}

/** By time where every item has one, else by the order of the list, whose last item is the newest. */
function newestFirst(items: GuestHistory['items']): GuestHistory['items'] {
  const reversed = items.toReversed()
  return items.every(({ atMs }) => atMs !== undefined)
    ? reversed.sort((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0))
    : reversed
}
