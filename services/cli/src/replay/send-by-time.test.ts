import { writeFile } from 'node:fs/promises'
import { expect, it } from '@jest/globals'
import { createFakeEventLog, withTempFolder } from '@upnext/testkit'
import { frameOf } from './frames.ts'
import { partPath } from './part-files.ts'
import { sendByTime } from './send-by-time.ts'
import { createStateKeeper, freshState, readState } from './state.ts'

const TOPIC = 'copy'
const DAY_MS = 86_400_000
const RECEIVED_AT_MS = 20_000 * DAY_MS

it('counts from the first record with a time: one without does not hold up the others', () =>
  withTempFolder(async (folder) => {
    const log = createFakeEventLog([{ name: TOPIC, partitions: 1 }])
    const times = [null, RECEIVED_AT_MS, null, RECEIVED_AT_MS + DAY_MS]
    const bytes = Buffer.concat(times.map((timeMs, n) => frameOf({ key: Buffer.of(n), value: Buffer.of(n) }, timeMs)))
    await writeFile(partPath(folder, 0), bytes)
    const state = freshState('request', [{ start: 0, end: times.length }])
    for (const partition of state.partitions) partition.bytes = bytes.length
    const keeper = createStateKeeper(folder, state, async () => undefined)
    // A day in 100 ms; since 1970 it would be half an hour.
    const speed = DAY_MS / 100
    const startedAtMs = performance.now()
    await sendByTime({
      log,
      target: TOPIC,
      folder,
      state,
      keeper,
      speed,
      nowMs: () => performance.now(),
      onSent: () => undefined,
      signal: AbortSignal.timeout(4_000),
    })
    expect(performance.now() - startedAtMs).toBeGreaterThan(90)
    expect(log.recordsOf(TOPIC).map(({ value }) => value[0])).toEqual([0, 1, 2, 3])
    expect((await readState(folder))?.sent).toEqual([bytes.length])
  }))
