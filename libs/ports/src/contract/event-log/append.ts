import { describe, expect, it } from '@jest/globals'
import { RecordTooLargeError, TopicMismatchError } from '../../errors.ts'
import { partitionOf } from '../../partition.ts'
import { until } from '../until.ts'
import { onBench } from './harness.ts'
import type { MakeEventLogHarness } from './harness.ts'
import { aRecord, createRecording, someRecords, text } from './recording.ts'

export function describeAppend(make: MakeEventLogHarness): void {
  describe('append', () => {
    it(
      'answers, record by record, the partition of the key and the next offset to read',
      onBench(make, async ({ log, topic }) => {
        const records = someRecords(40)
        const expected = new Map<number, number>()
        const positions = await log.append(topic, records)
        expect(positions).toEqual(
          records.map(({ key }) => {
            const partition = partitionOf(key, 4)
            const nextOffset = (expected.get(partition) ?? 0) + 1
            expected.set(partition, nextOffset)
            return { topic, partition, nextOffset }
          }),
        )
        const more = await log.append(topic, [aRecord('k0', 'again')])
        const partition = partitionOf(Buffer.from('k0'), 4)
        expect(more).toEqual([{ topic, partition, nextOffset: (expected.get(partition) ?? 0) + 1 }])
      }),
    )

    it(
      'puts a record where its position says',
      onBench(make, async ({ log, topic }) => {
        const positions = await log.append(topic, someRecords(30))
        const recording = createRecording()
        await log.follow(topic, [], recording)
        await until(() => recording.values().length === 30, 'all records are read')
        for (const [i, { partition, nextOffset }] of positions.entries()) {
          const batch = recording.batches.find(
            (b) => b.partition === partition && b.records.some((r) => r.offset === nextOffset - 1),
          )
          expect(text(batch?.records.find((r) => r.offset === nextOffset - 1)?.value ?? Buffer.of())).toBe(`v${i}`)
        }
      }),
    )

    it(
      'keeps keys, values and headers byte for byte, also empty ones',
      onBench(make, async ({ log, single }) => {
        const binary = Uint8Array.from({ length: 256 }, (_, i) => i)
        await log.append(single, [
          { key: binary, value: binary.toReversed(), headers: { kind: 'watch', 'ünï-😀': 'wért=\u0000' } },
          { key: Buffer.from('k'), value: Buffer.of() },
        ])
        const recording = createRecording()
        await log.follow(single, [], recording)
        await until(() => recording.values().length === 2, 'both records are read')
        const [first, second] = recording.batches.flatMap((batch) => batch.records)
        expect(Buffer.from(first?.key ?? []).equals(binary)).toBe(true)
        expect(Buffer.from(first?.value ?? []).equals(binary.toReversed())).toBe(true)
        expect(first?.headers).toEqual({ kind: 'watch', 'ünï-😀': 'wért=\u0000' })
        expect(second?.value.length).toBe(0)
        expect(second?.headers).toEqual({})
      }),
    )

    it(
      'keeps the order of one key through concurrent appends',
      onBench(make, async ({ log, topic }) => {
        const appends = Array.from({ length: 200 }, (_, i) =>
          log.append(topic, [aRecord(`k${i % 7}`, `k${i % 7}:${i}`)]),
        )
        const positions = (await Promise.all(appends)).flat()
        expect(new Set(positions.map((p) => `${p.partition}/${p.nextOffset}`)).size).toBe(200)
        const recording = createRecording()
        await log.follow(topic, [], recording)
        await until(() => recording.values().length === 200, 'all records are read')
        for (let k = 0; k < 7; k++) {
          const seen = recording.values().flatMap((v) => (v.startsWith(`k${k}:`) ? [Number(v.slice(3))] : []))
          expect(seen).toEqual(seen.toSorted((a, b) => a - b))
        }
      }),
    )

    it(
      'takes large records, and thousands in one call',
      onBench(make, async ({ log, topic, single }) => {
        const large = Buffer.alloc(1_000_000, 7)
        await log.append(single, [
          { key: Buffer.from('a'), value: large },
          { key: Buffer.from('b'), value: large },
        ])
        const positions = await log.append(topic, someRecords(3_000))
        expect(positions).toHaveLength(3_000)
        const [ofLarge, ofMany] = [createRecording(), createRecording()]
        await log.follow(single, [], ofLarge)
        await log.follow(topic, [], ofMany)
        await until(() => ofLarge.values().length === 2 && ofMany.values().length === 3_000, 'all records are read')
        for (const { value } of ofLarge.batches.flatMap((b) => b.records)) expect(large.equals(value)).toBe(true)
      }),
    )

    it(
      'refuses a record above 1 MiB, and nothing of its call is in the log',
      onBench(make, async ({ log, single }) => {
        const tooLarge = { key: Buffer.from('k'), value: Buffer.alloc(1_048_577) }
        await expect(log.append(single, [aRecord('k', 'fine'), tooLarge])).rejects.toThrow(RecordTooLargeError)
        expect(await log.bounds(single)).toEqual([{ start: 0, end: 0 }])
      }),
    )

    it(
      'answers an empty call with nothing, and an undeclared topic with an error',
      onBench(make, async ({ log, topic }) => {
        expect(await log.append(topic, [])).toEqual([])
        await expect(log.append(`${topic}.other`, [aRecord('k', 'v')])).rejects.toThrow(TopicMismatchError)
        await expect(log.follow(`${topic}.other`, [], createRecording())).rejects.toThrow(TopicMismatchError)
        await expect(log.share(`${topic}.other`, 'group', createRecording())).rejects.toThrow(TopicMismatchError)
        await expect(log.bounds(`${topic}.other`)).rejects.toThrow(TopicMismatchError)
      }),
    )

    it(
      'tells the bounds of every partition, also of empty ones',
      onBench(make, async ({ log, topic }) => {
        expect(await log.bounds(topic)).toEqual(new Array(4).fill({ start: 0, end: 0 }))
        await log.append(topic, [aRecord('k', '1'), aRecord('k', '2')])
        const partition = partitionOf(Buffer.from('k'), 4)
        expect(await log.bounds(topic)).toEqual([0, 1, 2, 3].map((p) => ({ start: 0, end: p === partition ? 2 : 0 })))
      }),
    )
  })
}
