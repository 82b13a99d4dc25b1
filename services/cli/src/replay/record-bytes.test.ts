import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { EMPTY_CHAIN, digestOfAll, extendChain, recordBytes, recordFromBytes } from './record-bytes.ts'

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array))
const record = fc.record({
  key: bytes,
  value: bytes,
  headers: fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
})

describe('a record as bytes', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(record, (one) => {
        const { key, value, headers } = recordFromBytes(recordBytes(one))
        expect(Buffer.from(key)).toEqual(one.key)
        expect(Buffer.from(value)).toEqual(one.value)
        expect({ ...headers }).toEqual({ ...one.headers })
      }),
    )
  })

  it('tells apart records whose parts only run together in the same way', () => {
    const parts = (key: string, value: string) => recordBytes({ key: Buffer.from(key), value: Buffer.from(value) })
    expect(parts('ab', 'c').equals(parts('a', 'bc'))).toBe(false)
  })
})

describe('the digest', () => {
  it('does not depend on where reading stopped and went on', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), fc.nat(12), (records, cut) => {
        const inTwo = extendChain(extendChain(EMPTY_CHAIN, records.slice(0, cut)), records.slice(cut))
        expect(inTwo).toBe(extendChain(EMPTY_CHAIN, records))
      }),
    )
  })

  it('changes with the order, with a record more, and with the partition', () => {
    const [a, b] = ['a', 'b'].map((key) => ({ key: Buffer.from(key), value: Buffer.alloc(0) }))
    const chain = (...records: (typeof a)[]) => ({
      written: records.length,
      chain: extendChain(
        EMPTY_CHAIN,
        records.filter((one) => one !== undefined),
      ),
    })
    const digests = [
      [chain(a, b), chain()],
      [chain(b, a), chain()],
      [chain(a, b, b), chain()],
      [chain(), chain(a, b)],
    ]
    expect(new Set(digests.map(digestOfAll)).size).toBe(4)
  })

  it('is the one that the documentation describes', () => {
    const one = { key: Buffer.from('k'), value: Buffer.from('v'), headers: { schema: '1', kind: 'watch' } }
    const expected =
      '000000016b0000000176' + '00000002' + '000000046b696e64000000057761746368' + '00000006736368656d610000000131'
    expect(recordBytes(one).toString('hex')).toBe(expected)
  })
})
