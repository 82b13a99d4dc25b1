import { describe, expect, it } from '@jest/globals'
import { until } from '../until.ts'
import { onBench } from './harness.ts'
import type { MakeEventLogHarness } from './harness.ts'
import { aRecord, createRecording, someRecords } from './recording.ts'

export function describeFollow(make: MakeEventLogHarness): void {
  describe('follow', () => {
    it(
      'reads everything from the start, and goes on with what is appended later',
      onBench(make, async ({ log, topic }) => {
        await log.append(topic, someRecords(20, 'old'))
        const recording = createRecording()
        await log.follow(topic, [], recording)
        await until(() => recording.values().length === 20, 'the old records are read')
        await log.append(topic, someRecords(20, 'new'))
        await until(() => recording.values().length === 40, 'the new records are read')
        expect(new Set(recording.values()).size).toBe(40)
      }),
    )

    it(
      'gives batches that join without a seam and say where they stand',
      onBench(make, async ({ log, topic }) => {
        await log.append(topic, someRecords(2_500))
        const recording = createRecording()
        await log.follow(topic, [], recording)
        await until(() => recording.values().length === 2_500, 'all records are read')
        const next = new Map<number, number>()
        for (const batch of recording.batches) {
          expect(batch.topic).toBe(topic)
          expect(batch.position).toBe(next.get(batch.partition) ?? 0)
          expect(batch.records[0]?.offset).toBeGreaterThanOrEqual(batch.position)
          expect(batch.nextOffset).toBeGreaterThan(batch.records.at(-1)?.offset ?? Infinity)
          expect(batch.end).toBeGreaterThanOrEqual(batch.nextOffset)
          next.set(batch.partition, batch.nextOffset)
        }
      }),
    )

    it(
      'starts each partition at its given position, and the others at the start',
      onBench(make, async ({ log, topic }) => {
        const positions = await log.append(topic, someRecords(40))
        const cut = positions[10]
        if (cut === undefined) throw new Error('ten records were appended')
        const recording = createRecording()
        await log.follow(topic, [cut], recording)
        const expected = positions.flatMap((p, i) =>
          p.partition === cut.partition && p.nextOffset <= cut.nextOffset ? [] : [`v${i}`],
        )
        await until(() => recording.values().length >= expected.length, 'the records behind the position are read')
        expect(recording.values().toSorted()).toEqual(expected.toSorted())
        expect(recording.batches.find((b) => b.partition === cut.partition)?.position).toBe(cut.nextOffset)
      }),
    )

    it(
      'lets several readers follow, each from its own position',
      onBench(make, async ({ log, single }) => {
        await log.append(single, someRecords(10))
        const [all, late] = [createRecording(), createRecording()]
        await log.follow(single, [], all)
        await log.follow(single, [{ topic: single, partition: 0, nextOffset: 7 }], late)
        await until(() => all.values().length === 10 && late.values().length === 3, 'both have read')
        expect(late.values()).toEqual(['v7', 'v8', 'v9'])
      }),
    )

    it(
      'goes on where the reader says, back and forth',
      onBench(make, async ({ log, single }) => {
        await log.append(single, someRecords(10))
        const answers = [4, 8]
        const recording = createRecording({ answer: (batch) => answers.shift() ?? batch.nextOffset })
        await log.follow(single, [], recording)
        await until(() => recording.batches.some((b) => b.position === 8), 'the reader was obeyed')
        expect(recording.batches.slice(0, 3).map((b) => b.position)).toEqual([0, 4, 8])
        expect(recording.batches[2]?.records.map((r) => r.offset)).toEqual([8, 9])
        await log.append(single, [aRecord('k', 'after')])
        await until(() => recording.values().at(-1) === 'after', 'reading goes on')
      }),
    )

    it(
      'offers a batch again after a failure, with the same position, and tells why',
      onBench(make, async ({ log, single }) => {
        await log.append(single, someRecords(5))
        let failures = 2
        const recording = createRecording({
          answer: (batch) => {
            if (failures-- > 0) throw new Error(`no ${failures}`)
            return batch.nextOffset
          },
        })
        await log.follow(single, [], recording)
        await until(() => recording.batches.length >= 3, 'the batch is offered a third time')
        expect(recording.errors.map((e) => e.message)).toEqual(['no 1', 'no 0'])
        expect(recording.batches.map((b) => b.position)).toEqual([0, 0, 0])
        await log.append(single, [aRecord('k', 'after')])
        await until(() => recording.values().at(-1) === 'after', 'reading goes on')
      }),
    )

    it(
      'gives the batches of one partition one at a time',
      onBench(make, async ({ log, topic }) => {
        const inHand = new Set<number>()
        const recording = createRecording({
          answer: async (batch) => {
            expect(inHand.has(batch.partition)).toBe(false)
            inHand.add(batch.partition)
            await new Promise(setImmediate)
            inHand.delete(batch.partition)
            return batch.nextOffset
          },
        })
        await log.follow(topic, [], recording)
        for (let i = 0; i < 20; i++) await log.append(topic, someRecords(20, `${i}.`))
        await until(() => recording.values().length >= 400, 'all records are read')
        expect(recording.errors).toEqual([])
      }),
    )
  })
}
