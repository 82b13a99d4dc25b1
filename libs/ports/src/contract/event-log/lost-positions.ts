import { describe, expect, it } from '@jest/globals'
import { HistoryLostError, PositionPastEndError } from '../../errors.ts'
import { createGate, until } from '../until.ts'
import { onBench } from './harness.ts'
import type { EventLogSupport, MakeEventLogHarness } from './harness.ts'
import { aRecord, createRecording, someRecords } from './recording.ts'

/** A position outside of the log never moves by itself: reading ends, and says why. */
export function describeLostPositions(make: MakeEventLogHarness, supports: EventLogSupport): void {
  describe('a position past the end', () => {
    it(
      'ends following, once, with nothing handed out',
      onBench(make, async ({ log, single }) => {
        await log.append(single, someRecords(3))
        const recording = createRecording({ losesHistory: true })
        await log.follow(single, [{ topic: single, partition: 0, nextOffset: 50 }], recording)
        await until(() => recording.crashes.length > 0, 'reading ends')
        await log.append(single, [aRecord('k', 'later')])
        expect(recording.crashes).toEqual([expect.any(PositionPastEndError)])
        expect(recording.crashes[0]?.message).toMatch(/position 50 of .*\/0 is past the log's end 3/)
        expect(recording.batches).toEqual([])
      }),
    )

    it(
      'ends sharing, once, however many partitions have one',
      onBench(make, async ({ log, topic, group }) => {
        await log.append(topic, someRecords(20))
        const recording = createRecording({ position: () => 1_000 })
        await log.share(topic, group, recording)
        await until(() => recording.crashes.length > 0, 'reading ends')
        await log.append(topic, someRecords(20))
        expect(recording.crashes).toEqual([expect.any(PositionPastEndError)])
        expect(recording.batches).toEqual([])
      }),
    )
  })

  if (!supports.forgets) return
  describe('a position before the start', () => {
    it(
      'ends following, once, with nothing handed out',
      onBench(make, async ({ log, single, forget }) => {
        await log.append(single, someRecords(10))
        await forget(single, 0, 6)
        const recording = createRecording()
        await log.follow(single, [{ topic: single, partition: 0, nextOffset: 2 }], recording)
        await until(() => recording.crashes.length > 0, 'reading ends')
        expect(recording.crashes).toEqual([expect.any(HistoryLostError)])
        expect(recording.crashes[0]?.message).toMatch(/position 2 of .*\/0 is before the log's start 6/)
        expect(recording.batches).toEqual([])
      }),
    )

    it(
      'ends sharing, also where nothing is left in the log',
      onBench(make, async ({ log, single, group, forget }) => {
        await log.append(single, someRecords(10))
        await forget(single, 0, 10)
        const recording = createRecording({ position: () => 2 })
        await log.share(single, group, recording)
        await until(() => recording.crashes.length > 0, 'reading ends')
        expect(recording.crashes).toEqual([expect.any(HistoryLostError)])
        expect(recording.batches).toEqual([])
      }),
    )

    it(
      'goes on at the start for a reader that loses history, whose batch says where it came from',
      onBench(make, async ({ log, single, group, forget }) => {
        await log.append(single, someRecords(10))
        await forget(single, 0, 6)
        const [followed, shared] = [
          createRecording({ losesHistory: true }),
          createRecording({ losesHistory: true, position: () => 2 }),
        ]
        await log.follow(single, [{ topic: single, partition: 0, nextOffset: 2 }], followed)
        await log.share(single, group, shared)
        for (const recording of [followed, shared]) {
          await until(() => recording.values().length === 4, 'what is left is read')
          expect(recording.values()).toEqual(['v6', 'v7', 'v8', 'v9'])
          expect(recording.batches[0]?.position).toBe(2)
          expect(recording.crashes).toEqual([])
        }
      }),
    )

    it(
      'is no matter where following was given none',
      onBench(make, async ({ log, single, forget }) => {
        await log.append(single, someRecords(10))
        await forget(single, 0, 6)
        const recording = createRecording()
        await log.follow(single, [], recording)
        await until(() => recording.values().length === 4, 'what is left is read')
        await log.append(single, [aRecord('k', 'new')])
        await until(() => recording.values().at(-1) === 'new', 'reading goes on')
        expect(recording.crashes).toEqual([])
      }),
    )

    it(
      'ends reading in the middle, when the log overtakes the reader',
      onBench(make, async ({ log, single, forget }) => {
        await log.append(single, someRecords(3))
        const gate = createGate()
        const recording = createRecording({ answer: () => gate.opened.then(() => 1) })
        await log.follow(single, [], recording)
        await until(() => recording.batches.length === 1, 'a batch is in hand')
        await log.append(single, someRecords(10))
        await forget(single, 0, 8)
        gate.open()
        await until(() => recording.crashes.length > 0, 'reading ends')
        expect(recording.crashes).toEqual([expect.any(HistoryLostError)])
        expect(recording.batches).toHaveLength(1)
      }),
    )
  })
}
