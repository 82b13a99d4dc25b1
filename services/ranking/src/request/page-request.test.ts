import { describe, expect, it } from '@jest/globals'
import { GetPageRequest, viewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { TEST_KEYS } from '@upnext/testkit'
import { SILENT } from './fields.ts'
import { parsePageRequest } from './page-request.ts'
import { NO_WISHES } from './wishes.ts'

const TOPIC = 'upnext.viewer-events.v1'
type Parts = Parameters<typeof GetPageRequest.fromPartial>[0]

const viewer = { audience: { $case: 'viewerId', value: '42' } } as const
const key = viewerKey(TEST_KEYS, '42')
const partition = viewerPartition(key)

const parse = (parts: Parts) =>
  parsePageRequest(GetPageRequest.fromPartial(parts), { keys: TEST_KEYS, viewerTopic: TOPIC })

function fieldsOf(parts: Parts): string[] {
  const result = parse(parts)
  return result.ok ? [] : result.violations.map(({ field }) => field)
}

describe('a page request', () => {
  it('takes defaults where nothing is said', () => {
    expect(parse(viewer)).toEqual({
      ok: true,
      value: {
        audience: { kind: 'viewer', key, after: null },
        page: 'home',
        itemId: null,
        budget: { rows: null, items: null },
        excludeItemIds: [],
        facts: SILENT,
        wishes: NO_WISHES,
        sessionId: null,
      },
    })
  })

  it('takes what is said', () => {
    const after = { topic: TOPIC, partition, nextOffset: 7 }
    const context = { country: 'DE', languages: ['de-AT', 'en'], tier: 'basic', device: 'tv', locale: 'de' }
    const told = { ...viewer, page: 'tv-home', itemId: 'tt1', budget: { rows: 40, items: 60 }, after, afterWaitMs: 9 }
    expect(parse({ ...told, context, excludeItemIds: ['a'], sessionId: 's' })).toEqual({
      ok: true,
      value: {
        audience: { kind: 'viewer', key, after: { nextOffset: 7, waitMs: 9 } },
        page: 'tv-home',
        itemId: 'tt1',
        budget: { rows: 40, items: 60 },
        excludeItemIds: ['a'],
        facts: { ...SILENT, ...context },
        wishes: NO_WISHES,
        sessionId: 's',
      },
    })
  })

  it.each<[string, Parts, string]>([
    ['no audience', {}, 'audience'],
    ['a page in capitals', { ...viewer, page: 'Home' }, 'page'],
    ['a page of 65 characters', { ...viewer, page: 'a'.repeat(65) }, 'page'],
    ['a page that begins with a hyphen', { ...viewer, page: '-home' }, 'page'],
    ['an item id with a control character', { ...viewer, itemId: 'a\nb' }, 'item_id'],
    ['no rows', { ...viewer, budget: { rows: 0 } }, 'budget.rows'],
    ['41 rows', { ...viewer, budget: { rows: 41 } }, 'budget.rows'],
    ['no items', { ...viewer, budget: { items: 0 } }, 'budget.items'],
    ['61 items', { ...viewer, budget: { items: 61 } }, 'budget.items'],
    ['10,000 exclusions', { ...viewer, excludeItemIds: Array.from({ length: 10_000 }, String) }, 'exclude_item_ids'],
    ['a session id of 129 characters', { ...viewer, sessionId: 's'.repeat(129) }, 'session_id'],
    ['a session id with a control character', { ...viewer, sessionId: 's\u0000' }, 'session_id'],
    ['a language that is no tag', { ...viewer, context: { languages: ['de', 'deutsch!'] } }, 'context.languages[1]'],
    [
      '33 languages',
      { ...viewer, context: { languages: Array.from({ length: 33 }, () => 'de') } },
      'context.languages',
    ],
    ['an empty tier', { ...viewer, context: { tier: '' } }, 'context.tier'],
    ['a tier of 65 characters', { ...viewer, context: { tier: 't'.repeat(65) } }, 'context.tier'],
    ['a device of 65 characters', { ...viewer, context: { device: 'd'.repeat(65) } }, 'context.device'],
    ['a locale that is no tag', { ...viewer, context: { locale: 'de_DE' } }, 'context.locale'],
    ['a wait above 5 s', { ...viewer, afterWaitMs: 5001 }, 'after_wait_ms'],
    ['after of another topic', { ...viewer, after: { topic: 'other', partition, nextOffset: 1 } }, 'after.topic'],
    ['a filter that does not parse', { ...viewer, wishes: { filter: 'year >' } }, 'wishes.filter'],
  ])('is refused with %s', (_, parts, field) => {
    expect(fieldsOf(parts)).toEqual([field])
  })

  it('is told all its mistakes at once', () => {
    const context = { country: 'x', tier: '' }
    const wishes = { filter: '(', pins: [{ itemId: '' }] }
    expect(fieldsOf({ page: '!', budget: { rows: 99, items: 99 }, context, wishes })).toEqual([
      'page',
      'audience',
      'budget.rows',
      'budget.items',
      'context.country',
      'context.tier',
      'wishes.filter',
      'wishes.pins[0].item_id',
    ])
  })
})
