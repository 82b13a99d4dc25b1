import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { seededRandom, withTempFolder } from '@upnext/testkit'
import { frameOf, mergeByTime, readFrames } from './frames.ts'

const recordOf = (name: string, size = 0) => ({ key: Buffer.from(name), value: Buffer.alloc(size, name), headers: {} })

describe('frames', () => {
  it('are read back one by one, small and larger than what is read at once', () =>
    withTempFolder(async (folder) => {
      const records = [recordOf('a'), recordOf('b', 200_000), recordOf('c', 65_536), recordOf('d')]
      const path = join(folder, 'part')
      const frames = records.map((record, n) => frameOf(record, 10 * n))
      await writeFile(path, Buffer.concat([...frames, Buffer.from('left by a run that was killed')]))
      const size = frames.reduce((sum, frame) => sum + frame.length, 0)
      const read = [...readFrames(path, 0, size)]
      expect(read.map(({ timeMs }) => timeMs)).toEqual([0, 10, 20, 30])
      expect(read.map(({ record }) => Buffer.from(record.value))).toEqual(records.map(({ value }) => value))
      expect(read.at(-1)?.nextByte).toBe(size)
      const [first] = read
      expect([...readFrames(path, first?.nextByte ?? 0, size)].map(({ timeMs }) => timeMs)).toEqual([10, 20, 30])
      await writeFile(path, frames[0] ?? '')
      expect(() => [...readFrames(path, 0, size)]).toThrow('shorter than it was')
    }))

  it('without a time come right behind the one before them, or first of all', () =>
    withTempFolder(async (folder) => {
      const times = [
        [null, 10, null, 30],
        [5, null, 20, null],
      ]
      const parts = await Promise.all(
        times.map(async (own, part) => {
          const path = join(folder, `part-${part}`)
          const bytes = Buffer.concat(own.map((timeMs, n) => frameOf(recordOf(`${part}/${n}`), timeMs)))
          await writeFile(path, bytes)
          return readFrames(path, 0, bytes.length)
        }),
      )
      const merged = [...mergeByTime(parts)].map(({ record }) => Buffer.from(record.key).toString())
      expect(merged).toEqual(['0/0', '1/0', '1/1', '0/1', '0/2', '1/2', '1/3', '0/3'])
    }))

  it('are merged in the order of time, each part in its own order', () => {
    const random = seededRandom(4)
    const parts = Array.from({ length: 5 }, (_, part) =>
      Array.from({ length: 50 }, (_, n) => ({
        timeMs: 20 * n + random.int(0, 100),
        record: recordOf(`${part}/${n}`),
        nextByte: n,
      })),
    )
    const merged = [...mergeByTime(parts.map((part) => part.values()))]
    expect(merged).toHaveLength(250)
    for (const [part, frames] of parts.entries()) {
      expect(merged.filter(({ partition }) => partition === part).map(({ record }) => record)).toEqual(
        frames.map(({ record }) => record),
      )
    }
    // Whatever comes next was the earliest of what was at hand: nothing waits behind something later.
    for (const [at, frame] of merged.entries()) {
      const waiting = new Map(
        merged
          .slice(at)
          .toReversed()
          .map((later) => [later.partition, later.timeMs ?? -Infinity]),
      )
      expect(Math.min(...waiting.values())).toBe(frame.timeMs)
    }
  })
})
