import { beforeEach, describe, expect, it } from '@jest/globals'
import { HistoryLostError } from '@upnext/ports'
import type { LogRecord, RecordBatch } from '@upnext/ports'
import { createFakeEventLog } from '@upnext/testkit'
import type { FakeEventLog } from '@upnext/testkit'
import type { Archive } from './archive.ts'
import type { History } from './history.ts'
import { readHistory } from './read-history.ts'
import { sliceOf } from './slice.ts'

const TOPIC = 'topic'
let log: FakeEventLog

beforeEach(async () => {
  log = createFakeEventLog([{ name: TOPIC, partitions: 2 }])
  await append(0, 40)
})

async function append(first: number, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, n) => ({
    key: Buffer.from(`key ${first + n}`),
    value: Buffer.of(n),
  }))
  await log.append(TOPIC, records)
}

/** An archive of all that is in the log now. */
function archiveOfNow(batchSize = 7): Archive {
  const held = log.recordsOf(TOPIC)
  const of = (partition: number): (LogRecord & { partition: number })[] => held.filter((r) => r.partition === partition)
  return {
    bounds: async (_topic, partitions) =>
      Array.from({ length: partitions }, (_, p) => ({
        start: of(p)[0]?.offset ?? 0,
        end: (of(p).at(-1)?.offset ?? -1) + 1,
      })),
    async *read(_topic, partition, from) {
      for (
        let next = of(partition).filter(({ offset }) => offset >= from);
        next.length > 0;
        next = next.slice(batchSize)
      ) {
        const records = next.slice(0, batchSize)
        yield { records, nextOffset: (records.at(-1)?.offset ?? 0) + 1 }
      }
    },
  }
}

async function readAll(history: History, options: Parameters<typeof sliceOf>[2] = {}): Promise<string[]> {
  const read: string[] = []
  const onBatch = async (batch: RecordBatch): Promise<number> => {
    read.push(...batch.records.map(({ offset, key }) => `${batch.partition}/${offset} ${Buffer.from(key).toString()}`))
    return batch.nextOffset
  }
  const slice = await sliceOf(history, TOPIC, options)
  await readHistory(history, { topic: TOPIC, slice, onBatch, signal: new AbortController().signal })
  return read.sort()
}

function everything(): string[] {
  return log
    .recordsOf(TOPIC)
    .map(({ partition, offset, key }) => `${partition}/${offset} ${Buffer.from(key).toString()}`)
    .sort()
}

describe('readHistory', () => {
  it('joins archive and log without gap or overlap, wherever the log begins', async () => {
    const archive = archiveOfNow()
    await append(40, 30)
    const all = everything()
    const [ends] = await log.bounds(TOPIC)
    const archivedTo = (await archive.bounds(TOPIC, 2))[0]?.end ?? 0
    expect(archivedTo).toBeLessThan(ends?.end ?? 0)
    for (let start = 0; start <= archivedTo; start += 1) {
      log.forget(TOPIC, 0, start)
      expect(await readAll({ log, archive, mayLose: false })).toEqual(all)
    }
    log.forget(TOPIC, 0, archivedTo + 1)
    await expect(readAll({ log, archive, mayLose: false })).rejects.toThrow(HistoryLostError)
  })

  it('refuses a log that no longer starts at the beginning, unless losing that is meant', async () => {
    log.forget(TOPIC, 1, 3)
    await expect(readAll({ log, archive: null, mayLose: false })).rejects.toThrow(/3 records of topic .*offsets 0 to 2/)
    expect(await readAll({ log, archive: null, mayLose: true })).toEqual(everything())
  })

  it('reads from and until the positions that were asked for', async () => {
    const archive = archiveOfNow()
    log.forget(TOPIC, 0, 8)
    const from = [
      { topic: TOPIC, partition: 0, nextOffset: 2 },
      { topic: TOPIC, partition: 1, nextOffset: 5 },
    ]
    const until = [
      { topic: TOPIC, partition: 0, nextOffset: 11 },
      { topic: TOPIC, partition: 1, nextOffset: 9 },
    ]
    const offsets = (await readAll({ log, archive, mayLose: false }, { from, until })).map((line) => line.split(' ')[0])
    const expected = [2, 3, 4, 5, 6, 7, 8, 9, 10]
      .map((offset) => `0/${offset}`)
      .concat([5, 6, 7, 8].map((o) => `1/${o}`))
    expect(offsets).toEqual(expected.sort())
  })

  it('gives up when asked to', async () => {
    const stop = new AbortController()
    const history = { log, archive: null, mayLose: false }
    const slice = await sliceOf(history, TOPIC)
    const onBatch = async (batch: RecordBatch): Promise<number> => {
      stop.abort(new Error('enough'))
      return batch.position
    }
    const reading = readHistory(history, { topic: TOPIC, slice, onBatch, signal: stop.signal })
    await expect(reading).rejects.toThrow('enough')
  })
})
