import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { partitionOf } from '@upnext/ports'

describe('partitionOf', () => {
  it("agrees with KafkaJS's own partitioner, and so with Java's, on any key", () => {
    const partitioner = kafkajs.Partitioners.DefaultPartitioner()
    const metadata = (partitions: number) =>
      Array.from({ length: partitions }, (_, partitionId) => ({
        partitionId,
        partitionErrorCode: 0,
        leader: 1,
        replicas: [1],
        isr: [1],
      }))
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.integer({ min: 1, max: 96 }),
        (bytes, partitions) => {
          const message = { key: Buffer.from(bytes), value: null }
          const theirs = partitioner({ topic: 'topic', partitionMetadata: metadata(partitions), message })
          expect(partitionOf(bytes, partitions)).toBe(theirs)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
