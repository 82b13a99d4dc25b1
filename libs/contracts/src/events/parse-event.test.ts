import { describe, expect, it } from '@jest/globals'
import { EXAMPLES } from './events.fixtures.ts'
import { parseEvent } from './parse-event.ts'

const list = EXAMPLES.list

function rejectionOf(input: unknown) {
  const parsed = parseEvent(input)
  return parsed.ok ? 'accepted' : `${parsed.rejection.reason} ${parsed.rejection.pointer}`
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { more: nested(levels - 1) }
}

describe('parseEvent', () => {
  it.each(Object.values(EXAMPLES))('understands every field of $kind', (example) => {
    expect(parseEvent(example)).toEqual({ ok: true, value: example, unknownFields: 0 })
  })

  it('takes a time as ISO 8601 with its zone or as milliseconds, and keeps it exactly', () => {
    const at = (occurred_at: unknown) => {
      const parsed = parseEvent({ ...list, occurred_at })
      return parsed.ok ? parsed.value.occurred_at : parsed.rejection.pointer
    }
    expect(at('2026-01-01T02:00:00.123+02:00')).toBe(1_767_225_600_123)
    expect(at(1_767_225_600_123)).toBe(1_767_225_600_123)
    expect(at(0)).toBe(0)
    const refused = [
      '2026-01-01T00:00:00',
      '2026-02-30T00:00:00Z',
      '1969-12-31T23:59:59Z',
      '1767225600123',
      1.5,
      -1,
      2 ** 53,
    ]
    for (const time of [...refused, NaN, Infinity, null, {}, true]) expect(at(time)).toBe('/occurred_at')
  })

  it.each([
    ['no object', [], 'schema '],
    ['nothing', null, 'schema '],
    ['a missing kind', { ...list, kind: undefined }, 'schema /kind'],
    ['a kind of the wrong type', { ...list, kind: 7 }, 'schema /kind'],
    ['an unknown kind', { ...list, kind: 'wave' }, 'unknown_kind /kind'],
    ["a kind that is an object's own word", { ...list, kind: 'toString' }, 'unknown_kind /kind'],
    ['a missing viewer', { ...list, viewer: undefined }, 'missing_viewer /viewer'],
    ['an empty viewer', { ...list, viewer: '' }, 'missing_viewer /viewer'],
    ['a viewer that is a number', { ...list, viewer: 2 ** 53 }, 'schema /viewer'],
    ['a viewer with a control character', { ...list, viewer: '4\u00002' }, 'schema /viewer'],
    ['a viewer of 257 characters', { ...list, viewer: 'x'.repeat(257) }, 'schema /viewer'],
    ['a missing item', { ...list, item: undefined }, 'schema /item'],
    ['a word for another kind', { ...list, action: 'request' }, 'schema /action'],
    ['no UUID', { ...list, event_id: '42' }, 'schema /event_id'],
    ['a country in lower case', { ...list, country: 'de' }, 'schema /country'],
    ['a lone surrogate', { ...list, item: 'x\ud800' }, 'encoding /item'],
    ['a lone surrogate that nobody would read', { ...list, note: { x: '\udc00' } }, 'encoding '],
    ['a key that poisons', JSON.parse('{"kind":"list","__proto__":{"viewer":"1"}}'), 'forbidden_key '],
    ['a constructor key deep down', { ...list, more: [{ constructor: 1 }] }, 'forbidden_key '],
    ['17 levels', { ...list, more: nested(16) }, 'too_deep '],
    ['quarter stars', { ...EXAMPLES.rating, stars: 4.25 }, 'schema /stars'],
    ['no stars at all', { ...EXAMPLES.rating, stars: undefined }, 'schema '],
    ['stars and thumb', { ...EXAMPLES.rating, thumb: 'up' }, 'schema '],
    ['an empty impression', { ...EXAMPLES.impression, items: [] }, 'schema /items'],
    ['61 impressed items', { ...EXAMPLES.impression, items: Array(61).fill({ item: 'a' }) }, 'schema /items'],
    ['a wrong impressed item', { ...EXAMPLES.impression, items: [{ item: 'a' }, {}] }, 'schema /items/1/item'],
    ['settings beside the envelope', { ...EXAMPLES.settings, settings: undefined, kids: true }, 'schema /settings'],
    [
      'a maturity limit in words',
      { ...EXAMPLES.settings, settings: { maturity_limit: '16' } },
      'schema /settings/maturity_limit',
    ],
  ])('refuses %s', (_what, input, expected) => {
    expect(rejectionOf(input)).toBe(expected)
  })

  it('takes 16 levels, 256 characters and 60 items', () => {
    expect(rejectionOf({ ...list, more: nested(15) })).toBe('accepted')
    expect(rejectionOf({ ...list, viewer: '👀'.repeat(256) })).toBe('accepted')
    expect(rejectionOf({ ...EXAMPLES.impression, items: Array(60).fill({ item: 'a' }) })).toBe('accepted')
  })

  it('ignores fields that it does not know, and counts them', () => {
    const parsed = parseEvent({
      ...EXAMPLES.settings,
      settings: { kids: true, bedtime: 20 },
      new_field: { a: 1, b: 2 },
    })
    expect(parsed).toMatchObject({ ok: true, unknownFields: 2 })
    expect(parsed.ok && 'new_field' in parsed.value).toBe(false)
  })

  it('never quotes what was sent', () => {
    const secret = 'jane.doe@example.org'
    for (const input of [
      { ...list, viewer: `\u0001${secret}` },
      { ...list, action: secret },
      { ...list, [secret]: '\ud800' },
    ])
      expect(JSON.stringify(parseEvent(input))).not.toContain(secret)
  })
})
