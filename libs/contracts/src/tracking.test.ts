import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { tracking as echoed } from './events/scalars.ts'
import { Tracking } from './gen/upnext/ranking/v1/tracking.ts'
import { itemHash, itemHashToBytes } from './item-hash.ts'
import { decodeTracking, encodeTracking, trackingEncoder } from './tracking.ts'
import { LONGEST_VARIANT_TEXT, toVariantText, variantIn } from './variant-text.ts'

const facts = {
  modelId: 'm1',
  rowsVersion: 'rows-7',
  variant: '',
  pageId: 'p1',
  rowId: 'next-to-watch',
  rowType: 1,
  answeredAtMs: 1_700_000_000_000,
}
const item = { hash: itemHash('heat'), position: 3, reasonType: 2, propensity: 1 }
const full = Tracking.fromPartial({ ...facts, ...item, item: itemHashToBytes(item.hash) })

describe('tracking', () => {
  it('comes back as it went', () => {
    expect(decodeTracking(encodeTracking(full))).toMatchObject({ ...full, _unknownFields: {} })
  })

  it('is text that fits into URLs, with the version first', () => {
    expect(encodeTracking(full)).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(Buffer.from(encodeTracking(full), 'base64url')[0]).toBe(1)
  })

  it('answers null for other people’s text', () => {
    expect(decodeTracking('')).toBeNull()
    expect(decodeTracking('hello')).toBeNull()
    expect(decodeTracking(Buffer.from([1, 255, 255]).toString('base64url'))).toBeNull()
  })

  it('decodes to the same, whether its items share an encoder or not', () => {
    const uint32 = fc.oneof(fc.nat(200), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
    const anyRow = fc.record({
      modelId: fc.string(),
      rowsVersion: fc.string(),
      variant: fc.string(),
      pageId: fc.string(),
      rowId: fc.string(),
      rowType: fc.nat(20),
      answeredAtMs: fc.nat(2 ** 52),
    })
    const anyItem = fc.record({
      hash: fc.string().map(itemHash),
      position: uint32,
      reasonType: uint32,
      propensity: fc.oneof(fc.constant(1), fc.float({ min: 0, max: 1, noNaN: true })),
    })
    fc.assert(
      fc.property(anyRow, fc.array(anyItem, { maxLength: 5 }), (row, items) => {
        const encoder = trackingEncoder(row)
        expect(decodeTracking(encoder.row)).toEqual(
          decodeTracking(encodeTracking(Tracking.fromPartial({ ...row, propensity: 1 }))),
        )
        for (const one of items) {
          const alone = Tracking.fromPartial({ ...row, ...one, item: itemHashToBytes(one.hash) })
          expect(decodeTracking(encoder.item(one))).toEqual(decodeTracking(encodeTracking(alone)))
        }
      }),
    )
  })

  it('refuses a place that is none', () => {
    expect(() => trackingEncoder(facts).item({ ...item, position: -1 })).toThrow(RangeError)
    expect(() => trackingEncoder(facts).item({ ...item, reasonType: 0.5 })).toThrow(RangeError)
  })

  it('fits into an event with all its parts at their longest', () => {
    const longest = {
      // As the trainer makes them: its epoch, and twelve digits of a hash.
      modelId: `m${Number.MAX_SAFE_INTEGER}-${'f'.repeat(12)}`,
      rowsVersion: 'r'.repeat(64),
      variant: 'v'.repeat(LONGEST_VARIANT_TEXT),
      pageId: 'p'.repeat(64),
      rowId: 'i'.repeat(256),
      rowType: 20,
      answeredAtMs: 253_402_300_799_999,
    }
    const text = trackingEncoder(longest).item({ ...item, position: 2 ** 32 - 1, propensity: 0.1 })
    expect(echoed.safeParse(text).success).toBe(true)
  })
})

describe('the text of variants', () => {
  const text = toVariantText([
    { experiment: 'fewer-rows', variant: 'six' },
    { experiment: 'rows', variant: 'b-2' },
  ])

  it('says each experiment once', () => {
    expect(text).toBe('fewer-rows=six,rows=b-2')
    expect(toVariantText([])).toBe('')
  })

  it('tells the variant of one experiment, and of no other whose name is like it', () => {
    expect(variantIn(text, 'rows')).toBe('b-2')
    expect(variantIn(text, 'fewer-rows')).toBe('six')
    expect(variantIn(text, 'row')).toBeNull()
    expect(variantIn('', 'rows')).toBeNull()
  })
})
