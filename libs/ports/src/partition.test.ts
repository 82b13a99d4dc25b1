import { describe, expect, it } from '@jest/globals'
import { murmur2, partitionOf, VIEWER_PARTITIONS, viewerPartition } from './partition.ts'

/** From the tests of Kafka's Java client. */
const KNOWN: readonly (readonly [string, number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
]

describe('partitionOf', () => {
  it.each(KNOWN)("hashes '%s' as Kafka's Java client does", (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash)
  })

  it('makes the hash positive by dropping its sign bit, as Kafka does', () => {
    for (const [key, hash] of KNOWN) expect(partitionOf(Buffer.from(key), 48)).toBe((hash & 0x7fffffff) % 48)
  })

  it('puts every key into a partition that exists, also the empty key', () => {
    expect(partitionOf(Buffer.of(), 1)).toBe(0)
    for (let i = 0; i < 1_000; i++) {
      const partition = partitionOf(Buffer.from(`key ${i}`), 7)
      expect(partition).toBeGreaterThanOrEqual(0)
      expect(partition).toBeLessThan(7)
    }
  })

  it('gives a viewer key the partition of its bytes', () => {
    const key = 'AAECAwQFBgcICQoLDA0ODw'
    expect(viewerPartition(key)).toBe(partitionOf(Buffer.from(key), VIEWER_PARTITIONS))
  })
})
