/** From the wire to a request that the rest of the service can trust. */
import { viewerKey } from '@upnext/contracts'
import type { GetNextToWatchRequest, GuestHistory, KeyContext, ViewerKey } from '@upnext/contracts'
import type { Position } from '@upnext/ports'
import { viewerPartition } from '@upnext/ports'
import { checkId, readContext, readExclusions, readLimit } from './fields.ts'
import type { RequestFacts } from './fields.ts'
import { createViolations, parsed } from './violation.ts'
import type { Parsed, Violations } from './violation.ts'

const DEFAULT_AFTER_WAIT_MS = 500
const LONGEST_AFTER_WAIT_MS = 5000
const MOST_GUEST_ITEMS = 50

export interface NextRequest {
  readonly audience: Audience
  readonly finishedItemId: string | null
  readonly limit: number
  readonly excludeItemIds: readonly string[]
  readonly facts: RequestFacts
}

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

export interface NextRequestOptions {
  readonly keys: KeyContext
  /** Name of the viewer events' topic. */
  readonly viewerTopic: string
}

export function parseNextRequest(request: GetNextToWatchRequest, options: NextRequestOptions): Parsed<NextRequest> {
  const violations = createViolations()
  if (request.finishedItemId !== undefined) checkId(request.finishedItemId, 'finished_item_id', violations)
  return parsed(violations, {
    audience: readAudience(request, options, violations),
    finishedItemId: request.finishedItemId ?? null,
    limit: readLimit(request.limit, violations),
    excludeItemIds: readExclusions(request.excludeItemIds, violations),
    facts: readContext(request.context, violations),
  })
}

function readAudience(request: GetNextToWatchRequest, options: NextRequestOptions, violations: Violations): Audience {
  if (request.audience?.$case === 'viewerId') {
    checkId(request.audience.value, 'viewer_id', violations)
    const key = viewerKey(options.keys, request.audience.value)
    return { kind: 'viewer', key, after: readAfter(request, key, options.viewerTopic, violations) }
  }
  if (request.audience === undefined) violations.add('audience', 'expected either viewer_id or guest')
  if (request.after !== undefined) violations.add('after', 'only a viewer has events to wait for')
  return { kind: 'guest', items: readGuest(request.audience?.value, violations) }
}

function readAfter(
  { after, afterWaitMs }: GetNextToWatchRequest,
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
  const items = guest?.items ?? []
  if (items.length > MOST_GUEST_ITEMS)
    violations.add('guest.items', `expected at most ${MOST_GUEST_ITEMS} items, got ${items.length}`)
  items.forEach(({ itemId, weight }, i) => {
    checkId(itemId, `guest.items[${i}].item_id`, violations)
    // Written so that NaN is refused too.
    if (weight !== undefined && !(weight >= -1 && weight <= 1))
      violations.add(`guest.items[${i}].weight`, `expected a number from -1 to 1, got ${weight}`)
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
