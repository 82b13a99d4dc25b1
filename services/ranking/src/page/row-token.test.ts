import { describe, expect, it } from '@jest/globals'
import { RowToken } from '@upnext/contracts'
import fc from 'fast-check'
import {
  LONGEST_TOKEN,
  MOST_REST,
  decodeRowToken,
  encodeRowToken,
  packFingerprints,
  unpackFingerprints,
} from './row-token.ts'

const aToken = (rest: readonly number[]): RowToken =>
  RowToken.fromPartial({
    asker: 7,
    page: 'home',
    specId: 'popular',
    rowId: 'popular',
    type: 10,
    title: { template: 'popular', text: 'Watched by many' },
    limit: 20,
    rest: packFingerprints(rest),
  })

describe('a row token', () => {
  it('carries on what it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: MOST_REST }), (rest) => {
        const read = decodeRowToken(encodeRowToken(aToken(rest)))
        expect(read).toEqual(aToken(rest))
        expect(unpackFingerprints(read?.rest ?? Buffer.of())).toEqual(rest)
      }),
    )
  })

  it('is short enough to be taken back, however much it carries', () => {
    const longest = { ...aToken(Array.from({ length: MOST_REST }, () => 0xffffffff)), rowId: 'r'.repeat(300) }
    const title = { template: 'because_you_watched', parameters: { title: 't'.repeat(500) }, text: 't'.repeat(500) }
    expect(encodeRowToken({ ...longest, title }).length).toBeLessThan(LONGEST_TOKEN)
  })

  it('is not read where somebody else wrote it, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(() => decodeRowToken(text)).not.toThrow()
      }),
    )
    expect(decodeRowToken('')).toBeNull()
    expect(decodeRowToken('x'.repeat(LONGEST_TOKEN + 1))).toBeNull()
    const [, ...tail] = Buffer.from(encodeRowToken(aToken([1])), 'base64url')
    expect(decodeRowToken(Buffer.of(9, ...tail).toString('base64url'))).toBeNull()
  })
})
