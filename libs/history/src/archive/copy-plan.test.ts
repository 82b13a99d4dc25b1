import { describe, expect, it } from '@jest/globals'
import { HistoryLostError, PositionPastEndError } from '@upnext/ports'
import type { PartitionBounds } from '@upnext/ports'
import { planCopy } from './copy-plan.ts'
import { ArchiveCorruptError } from './errors.ts'
import { lanesOf } from './lanes.ts'
import { fileName, lostName, parseName } from './names.ts'
import type { PartitionIndex, TopicIndex } from './topic-index.ts'

const T = 'topic'
const range = (start: number, end: number): PartitionBounds => ({ start, end })

function indexOf(files: readonly PartitionBounds[], lost: readonly PartitionBounds[] = [], partition = 0): TopicIndex {
  const index: { files: PartitionIndex['files'][number][]; lost: PartitionIndex['lost'][number][] } = {
    files: [],
    lost: [],
  }
  for (const place of files) {
    const file = parseName(T, fileName({ topic: T, partition, ...place }, '2026-01-01'))
    if (file?.kind === 'file') index.files.push({ ...file, sizeBytes: 1 })
  }
  for (const place of lost) {
    const found = parseName(T, lostName({ topic: T, partition, ...place }))
    if (found?.kind === 'lost') index.lost.push(found)
  }
  return new Map([[partition, index]])
}

const copied = (log: PartitionBounds, index: TopicIndex, mayLose = false): [number, number][] =>
  planCopy(T, [log], index, mayLose).copy.map(({ start, end }) => [start, end])

describe('planCopy', () => {
  it('goes on where the archive ends', () => {
    expect(copied(range(0, 50), new Map())).toEqual([[0, 50]])
    expect(copied(range(0, 50), indexOf([range(0, 20)]))).toEqual([[20, 50]])
    expect(copied(range(20, 50), indexOf([range(0, 20)]))).toEqual([[20, 50]])
    expect(copied(range(7, 50), indexOf([range(0, 30), range(10, 50)]))).toEqual([])
    expect(copied(range(0, 0), new Map())).toEqual([])
  })

  it('copies again what is missing in between, where the log still has it', () => {
    expect(copied(range(0, 50), indexOf([range(0, 10), range(20, 30)]))).toEqual([
      [10, 20],
      [30, 50],
    ])
    expect(() => copied(range(15, 50), indexOf([range(0, 10), range(20, 30)]))).toThrow(ArchiveCorruptError)
  })

  it('refuses what the log deleted too early, unless losing it is meant, and then says so once', () => {
    expect(() => copied(range(25, 50), indexOf([range(0, 20)]))).toThrow(HistoryLostError)
    expect(() => copied(range(25, 50), indexOf([range(0, 20)]))).toThrow(/5 records .*20 to 24.*--lose-history/)
    expect(() => copied(range(5, 50), new Map())).toThrow(HistoryLostError)
    const plan = planCopy(T, [range(25, 50)], indexOf([range(0, 20)]), true)
    expect(plan.lost).toEqual([{ topic: T, partition: 0, start: 20, end: 25 }])
    expect(plan.copy).toEqual([{ topic: T, partition: 0, start: 25, end: 50 }])
    expect(copied(range(25, 50), indexOf([range(0, 20)], [range(20, 25)]))).toEqual([[25, 50]])
  })

  it('refuses a log that is shorter than the archive', () => {
    expect(() => copied(range(0, 10), indexOf([range(0, 20)]))).toThrow(PositionPastEndError)
  })
})

describe('lanesOf', () => {
  it('takes every place once, few at a time, and of one partition one after the other', () => {
    const places = [0, 1, 1, 2, 3, 4, 0].map((partition, n) => ({ topic: T, partition, start: n, end: n + 1 }))
    const lanes = lanesOf(places, 3)
    expect(lanes.flatMap((lane) => [...lane.values()]).sort((a, b) => a.start - b.start)).toEqual(places)
    expect(Math.max(...lanes.map((lane) => lane.size))).toBe(3)
    const laneOf = (start: number): number =>
      lanes.findIndex((lane) => [...lane.values()].some((p) => p.start === start))
    expect(laneOf(1)).toBeLessThan(laneOf(2))
    expect(laneOf(0)).toBeLessThan(laneOf(6))
  })
})
