import { describe, expect, it } from '@jest/globals'
import { createGate, until } from '../until.ts'
import { onBench } from './harness.ts'
import type { MakeEventLogHarness } from './harness.ts'
import { createPositions, createRecording, someRecords } from './recording.ts'
import type { Recording } from './recording.ts'

const ALL = [0, 1, 2, 3]

export function describeShare(make: MakeEventLogHarness): void {
  describe('share', () => {
    it(
      'gives a lonely member every partition, from the positions it keeps',
      onBench(make, async ({ log, topic, group }) => {
        const positions = await log.append(topic, someRecords(40))
        const store = createPositions(new Map([[0, 3]]))
        const recording = createRecording({ position: store.of, answer: store.accept })
        await log.share(topic, group, recording)
        const expected = positions.flatMap((p, i) => (p.partition === 0 && p.nextOffset <= 3 ? [] : [`v${i}`]))
        await until(() => recording.values().length >= expected.length, 'all records are read')
        expect(recording.values().toSorted()).toEqual(expected.toSorted())
        expect(held(recording)).toEqual(ALL)
      }),
    )

    it(
      'begins again where the store says, not where the last reader was',
      onBench(make, async ({ log, topic, group }) => {
        await log.append(topic, someRecords(40))
        const first = createRecording()
        const reading = await log.share(topic, group, first)
        await until(() => distinct(first) === 40, 'all records are read')
        await reading.close()
        const second = createRecording()
        await log.share(topic, group, second)
        await until(() => distinct(second) === 40, 'all records are read again')
      }),
    )

    it(
      'asks for the position again until the store answers',
      onBench(make, async ({ log, single, group }) => {
        await log.append(single, someRecords(5))
        let failures = 2
        const recording = createRecording({
          position: () => {
            if (failures-- > 0) throw new Error('the store is away')
            return 2
          },
        })
        await log.share(single, group, recording)
        await until(() => distinct(recording) === 3, 'reading begins')
        expect(recording.values().slice(0, 3)).toEqual(['v2', 'v3', 'v4'])
      }),
    )

    it(
      'divides the partitions among two members, and hands them over when one closes',
      onBench(make, async ({ log, topic, group }) => {
        const store = createPositions()
        const options = { position: store.of, answer: store.accept }
        const [one, two] = [createRecording(options), createRecording(options)]
        await log.share(topic, group, one)
        const second = await log.share(topic, group, two)
        await until(() => held(one).length === 2 && held(two).length === 2, 'each member has two partitions')
        expect([...held(one), ...held(two)].toSorted()).toEqual(ALL)

        await log.append(topic, someRecords(100, 'a'))
        await until(() => distinct(one, two) === 100, 'both together have read everything')
        await second.close()
        await until(() => held(one).length === 4, 'the one that is left has every partition')
        await log.append(topic, someRecords(100, 'b'))
        await until(() => distinct(one, two) === 200, 'the one that is left reads everything')
        expect(two.values().some((v) => v.startsWith('b'))).toBe(false)
      }),
    )

    it(
      'loses nothing and leaves positions whole when members come and go under load',
      onBench(make, async ({ log, topic, group }) => {
        const store = createPositions()
        const options = { position: store.of, answer: store.accept }
        const readers = [createRecording(options), createRecording(options), createRecording(options)]
        const open = await Promise.all(readers.map((reader) => log.share(topic, group, reader)))
        const appended = (async () => {
          for (let i = 0; i < 30; i++) await log.append(topic, someRecords(20, `${i}.`))
        })()
        await open[1]?.close()
        await appended
        await open[2]?.close()
        await until(() => distinct(...readers) === 600, 'everything is read')
      }),
    )

    it(
      'keeps groups apart',
      onBench(make, async ({ log, topic, group }) => {
        await log.append(topic, someRecords(20))
        const [one, two] = [createRecording(), createRecording()]
        await log.share(topic, `${group}.one`, one)
        await log.share(topic, `${group}.two`, two)
        await until(() => distinct(one) === 20 && distinct(two) === 20, 'both groups read everything')
      }),
    )

    it(
      'offers a failed batch again without troubling the other partitions',
      onBench(make, async ({ log, topic, group }) => {
        const positions = await log.append(topic, someRecords(40))
        const others = positions.filter((p) => p.partition !== 0).length
        const mended = createGate()
        let whole = false
        void mended.opened.then(() => (whole = true))
        const recording = createRecording({
          answer: (batch) => {
            if (batch.partition === 0 && !whole) throw new Error('not yet')
            return batch.nextOffset
          },
        })
        await log.share(topic, group, recording)
        const read = (): number =>
          new Set(recording.batches.flatMap((b) => (b.partition === 0 ? [] : b.records.map((r) => r.value)))).size
        await until(() => read() === others && recording.errors.length > 1, 'the other partitions are read meanwhile')
        mended.open()
        await until(() => new Set(recording.values()).size === 40, 'the failed batch is read in the end')
      }),
    )
  })
}

function held(recording: Recording): number[] {
  return (recording.assigned.at(-1) ?? []).toSorted((a, b) => a - b)
}

function distinct(...recordings: readonly Recording[]): number {
  return new Set(recordings.flatMap((recording) => recording.values())).size
}
