import { describe, expect, it } from '@jest/globals'
import { ClosedError } from '../../errors.ts'
import { createGate, until } from '../until.ts'
import { onBench } from './harness.ts'
import type { EventLogSupport, MakeEventLogHarness } from './harness.ts'
import { aRecord, createRecording, someRecords } from './recording.ts'

export function describeClose(make: MakeEventLogHarness, supports: EventLogSupport): void {
  describe('close', () => {
    it(
      'of a subscription waits for the batch in hand, and gives none afterwards',
      onBench(make, async ({ log, single }) => {
        const gate = createGate()
        const recording = createRecording({ answer: (batch) => gate.opened.then(() => batch.nextOffset) })
        const reading = await log.follow(single, [], recording)
        await log.append(single, someRecords(3))
        await until(() => recording.batches.length === 1, 'a batch is in hand')
        let closed = false
        const closing = reading.close().then(() => (closed = true))
        await log.append(single, someRecords(3))
        expect(closed).toBe(false)
        gate.open()
        await closing
        await log.append(single, [aRecord('k', 'late')])
        expect(recording.batches).toHaveLength(1)
        await reading.close()
      }),
    )

    it(
      'of a subscription does not wait for a batch that keeps failing',
      onBench(make, async ({ log, single, group }) => {
        await log.append(single, someRecords(3))
        const recording = createRecording({
          answer: () => {
            throw new Error('never')
          },
        })
        const reading = await log.share(single, group, recording)
        await until(() => recording.errors.length > 1, 'the batch fails')
        await reading.close()
        const offered = recording.batches.length
        await log.append(single, [aRecord('k', 'late')])
        expect(recording.batches).toHaveLength(offered)
      }),
    )

    it(
      'of the log ends every subscription after its batch in hand',
      onBench(make, async ({ log, topic, group }) => {
        const gate = createGate()
        let done = 0
        const answer = (batch: { nextOffset: number }): Promise<number> =>
          gate.opened.then(() => (done++, batch.nextOffset))
        const [followed, shared] = [createRecording({ answer }), createRecording({ answer })]
        await log.follow(topic, [], followed)
        await log.share(topic, group, shared)
        await log.append(topic, [aRecord('k', 'v')])
        await until(() => followed.batches.length === 1 && shared.batches.length === 1, 'both have a batch in hand')
        const closing = log.close()
        gate.open()
        await closing
        expect(done).toBe(2)
      }),
    )

    it(
      'lets appends that were taken finish, and refuses what comes later',
      onBench(make, async ({ log, topic, group }) => {
        const appended = Promise.all(Array.from({ length: 20 }, (_, i) => log.append(topic, someRecords(5, `${i}.`))))
        await log.close()
        expect((await appended).flat()).toHaveLength(100)
        await expect(log.append(topic, [aRecord('k', 'v')])).rejects.toThrow(ClosedError)
        await expect(log.follow(topic, [], createRecording())).rejects.toThrow(ClosedError)
        await expect(log.share(topic, group, createRecording())).rejects.toThrow(ClosedError)
        await expect(log.bounds(topic)).rejects.toThrow(ClosedError)
        await log.close()
      }),
    )

    if (supports.survivesRestart) {
      it(
        'keeps every record for the next opening, which goes on counting where this one stopped',
        onBench(make, async ({ log, topic, reopen }) => {
          const before = await log.append(topic, someRecords(50, 'a'))
          const again = await reopen()
          const after = await again.append(topic, someRecords(50, 'b'))
          expect(new Set([...before, ...after].map((p) => `${p.partition}/${p.nextOffset}`)).size).toBe(100)
          const recording = createRecording()
          await again.follow(topic, [], recording)
          await until(() => recording.values().length === 100, 'old and new records are read')
        }),
      )
    }
  })
}
