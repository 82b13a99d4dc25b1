import { describe, expect, it } from '@jest/globals'
import { itemHash, itemHashFromBytes, itemHashToBytes } from './item-hash.ts'

describe('item hashes', () => {
  // First 16 hex digits of: printf '%s' ID | sha256sum
  it.each([
    ['', 'e3b0c44298fc1c14'],
    ['1', '6b86b273ff34fce1'],
    ['abc', 'ba7816bf8f01cfea'],
    ['größer', '45fbf6a67b5efa7d'],
  ])('of %p is for ever %p', (id, hash) => {
    expect(itemHash(id)).toBe(hash)
  })

  it('pack into 8 bytes and back', () => {
    const bytes = Buffer.concat([Buffer.from([9]), itemHashToBytes(itemHash('1'))])
    expect(bytes).toHaveLength(9)
    expect(itemHashFromBytes(bytes, 1)).toBe(itemHash('1'))
  })
})
