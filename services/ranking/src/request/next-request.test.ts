import { describe, expect, it } from '@jest/globals'
import { GetNextToWatchRequest, viewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { TEST_KEYS } from '@upnext/testkit'
import { SILENT } from './fields.ts'
import { parseNextRequest } from './next-request.ts'
import { NO_WISHES } from './wishes.ts'

const TOPIC = 'upnext.viewer-events.v1'
type Parts = Parameters<typeof GetNextToWatchRequest.fromPartial>[0]

const viewer = { audience: { $case: 'viewerId', value: '42' } } as const
const guest = (items: { itemId: string; weight?: number; atMs?: number }[]) =>
  ({ audience: { $case: 'guest', value: { items } } }) as const
const key = viewerKey(TEST_KEYS, '42')
const partition = viewerPartition(key)

const parse = (parts: Parts) =>
  parseNextRequest(GetNextToWatchRequest.fromPartial(parts), { keys: TEST_KEYS, viewerTopic: TOPIC })

function fieldsOf(parts: Parts): string[] {
  const result = parse(parts)
  return result.ok ? [] : result.violations.map(({ field }) => field)
}

describe('a next-to-watch request', () => {
  it('takes defaults where nothing is said', () => {
    expect(parse(viewer)).toEqual({
      ok: true,
      value: {
        audience: { kind: 'viewer', key, after: null },
        finishedItemId: null,
        limit: 20,
        excludeItemIds: [],
        facts: SILENT,
        wishes: NO_WISHES,
      },
    })
  })

  it.each<[string, Parts, string]>([
    ['no audience', {}, 'audience'],
    ['an empty viewer id', { audience: { $case: 'viewerId', value: '' } }, 'viewer_id'],
    ['a viewer id with a control character', { audience: { $case: 'viewerId', value: 'a\u0000b' } }, 'viewer_id'],
    ['a viewer id of 257 characters', { audience: { $case: 'viewerId', value: 'a'.repeat(257) } }, 'viewer_id'],
    ['limit 0', { ...viewer, limit: 0 }, 'limit'],
    ['limit -1', { ...viewer, limit: -1 }, 'limit'],
    ['limit 201', { ...viewer, limit: 201 }, 'limit'],
    ['limit 10,000', { ...viewer, limit: 10_000 }, 'limit'],
    ['1,001 exclusions', { ...viewer, excludeItemIds: Array.from({ length: 1001 }, String) }, 'exclude_item_ids'],
    ['an empty finished item', { ...viewer, finishedItemId: '' }, 'finished_item_id'],
    ['a country in lower case', { ...viewer, context: { country: 'de' } }, 'context.country'],
    ['a country of three letters', { ...viewer, context: { country: 'DEU' } }, 'context.country'],
    ['an empty country', { ...viewer, context: { country: '' } }, 'context.country'],
    ['51 guest items', guest(Array.from({ length: 51 }, (_, i) => ({ itemId: `m${i}` }))), 'guest.items'],
    ['a guest item without id', guest([{ itemId: '' }]), 'guest.items[0].item_id'],
    ['a weight above 1', guest([{ itemId: 'm' }, { itemId: 'n', weight: 1.5 }]), 'guest.items[1].weight'],
    ['a weight below -1', guest([{ itemId: 'm', weight: -2 }]), 'guest.items[0].weight'],
    ['a weight that is no number', guest([{ itemId: 'm', weight: NaN }]), 'guest.items[0].weight'],
    ['a wait above 5 s', { ...viewer, afterWaitMs: 5001 }, 'after_wait_ms'],
    ['after for a guest', { ...guest([]), after: { topic: TOPIC, partition: 0, nextOffset: 1 } }, 'after'],
    ['after of another topic', { ...viewer, after: { topic: 'other', partition, nextOffset: 1 } }, 'after.topic'],
    [
      'after of another partition',
      { ...viewer, after: { topic: TOPIC, partition: (partition + 1) % 48, nextOffset: 1 } },
      'after.partition',
    ],
    ['after before the start', { ...viewer, after: { topic: TOPIC, partition, nextOffset: -1 } }, 'after.next_offset'],
  ])('is refused with %s', (_, parts, field) => {
    expect(fieldsOf(parts)).toEqual([field])
  })

  it('is told nothing of guest items beyond the fiftieth, but that they are too many', () => {
    expect(fieldsOf(guest(Array.from({ length: 60_000 }, (_, i) => ({ itemId: i < 49 ? 'm' : '' }))))).toEqual([
      'guest.items',
      'guest.items[49].item_id',
    ])
  })

  it('is told at most a hundred mistakes, and how many more there are', () => {
    const twiceWrong = Array.from({ length: 50 }, () => ({ itemId: '', weight: 2 }))
    expect(fieldsOf(guest(twiceWrong))).toHaveLength(100)
    const result = parse({ ...guest(twiceWrong), limit: 0, finishedItemId: '' })
    const told = result.ok ? [] : result.violations
    expect(told).toHaveLength(100)
    expect(told[0]?.field).toBe('finished_item_id')
    expect(told.at(-1)).toEqual({ field: 'request', description: '3 more mistakes, which are not told here' })
  })

  it('is told all its mistakes at once', () => {
    expect(fieldsOf({ limit: 0, context: { country: 'x' }, finishedItemId: '' })).toEqual([
      'finished_item_id',
      'audience',
      'limit',
      'context.country',
    ])
  })

  it.each<[string, Parts]>([
    ['limit 1', { ...viewer, limit: 1 }],
    ['limit 200', { ...viewer, limit: 200 }],
    ['1,000 exclusions', { ...viewer, excludeItemIds: Array.from({ length: 1000 }, String) }],
    [
      '50 guest items, disliked ones too',
      guest(Array.from({ length: 50 }, (_, i) => ({ itemId: `m${i}`, weight: -1 }))),
    ],
    ['a wait of 5 s', { ...viewer, after: { topic: TOPIC, partition, nextOffset: 0 }, afterWaitMs: 5000 }],
  ])('is taken with %s', (_, parts) => {
    expect(fieldsOf(parts)).toEqual([])
  })

  it('takes the last guest item as the newest where times are missing', () => {
    const result = parse(guest([{ itemId: 'a', atMs: 9 }, { itemId: 'b' }]))
    expect(result.ok && result.value.audience).toEqual({
      kind: 'guest',
      items: [
        { itemId: 'b', weight: 1 },
        { itemId: 'a', weight: 1 },
      ],
    })
  })

  it('orders guest items by time where all have one', () => {
    const result = parse(
      guest([
        { itemId: 'new', atMs: 9 },
        { itemId: 'old', atMs: 1, weight: 0.5 },
      ]),
    )
    expect(result.ok && result.value.audience.kind === 'guest' && result.value.audience.items).toEqual([
      { itemId: 'new', weight: 1 },
      { itemId: 'old', weight: 0.5 },
    ])
  })
})
