import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { ownedOf } from './facts.ts'

const key = itemHash('heat')
const until = (expiresAtMs: number) => ({ atMs: 1, expiresAtMs })

describe('what a viewer owns', () => {
  it.each([
    ['bought for good', { bought: until(0), rented: null }, true],
    ['rented for good', { bought: null, rented: until(0) }, true],
    ['rented for a moment longer', { bought: null, rented: until(1001) }, true],
    ['rented until now', { bought: null, rented: until(1000) }, false],
    ['rented until then, bought since', { bought: until(0), rented: until(10) }, true],
    ['neither', { bought: null, rented: null }, false],
  ])('%s', (_, title, expected) => {
    expect(ownedOf([{ key, ...title }], 1000).has(key)).toBe(expected)
  })
})
