import { describe, expect, it } from '@jest/globals'
import type { ItemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { createItemIndex } from './item-index.ts'

const aHash = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat(40))
  .map(([high, low]) => `${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}` as ItemHash)

describe('createItemIndex', () => {
  it('numbers titles as a Map would, in the order in which they come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(aHash), fc.array(aHash), (items, more) => {
        const index = createItemIndex(items)
        const oracle = new Map(items.map((hash, item) => [hash, item]))
        for (const hash of more) {
          expect(index.numberOf(hash)).toBe(oracle.get(hash))
          if (!oracle.has(hash)) oracle.set(hash, oracle.size)
          expect(index.add(hash)).toBe(oracle.get(hash))
        }
        expect(index.size()).toBe(oracle.size)
        for (const [hash, item] of oracle) {
          expect(index.numberOf(hash)).toBe(item)
          expect(index.hashOf(item)).toBe(hash)
        }
      }),
    )
  })

  it('tells hashes apart that differ in one digit', () => {
    const all = ['0', '9', 'a', 'f'].flatMap((digit) =>
      Array.from({ length: 16 }, (_, at) => `${'1'.repeat(at)}${digit}${'1'.repeat(15 - at)}` as ItemHash),
    )
    const index = createItemIndex(all)
    expect(all.map((hash) => index.numberOf(hash))).toEqual(all.map((_, item) => item))
    expect(index.numberOf('1111111111111111' as ItemHash)).toBeUndefined()
  })

  it('has no hash for a number that it never gave out', () => {
    expect(() => createItemIndex().hashOf(0)).toThrow(RangeError)
  })
})
