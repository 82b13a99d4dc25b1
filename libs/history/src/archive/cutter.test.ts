import { describe, expect, it } from '@jest/globals'
import type { LogRecord } from '@upnext/ports'
import fc from 'fast-check'
import { UNKNOWN_DAY, createCutter } from './cutter.ts'
import type { CutFile, FileLimits } from './cutter.ts'

const DAY_MS = 86_400_000
const MIDNIGHT = Date.UTC(2026, 10, 26)
const NO_LIMITS = { maxRecords: Infinity, maxBytes: Infinity }

function recordAt(offset: number, atMs: number | null, bytes = 10): LogRecord {
  return { offset, key: Buffer.of(), value: Buffer.alloc(bytes), headers: atMs === null ? {} : { at: String(atMs) } }
}

function timeOf({ headers }: LogRecord): number | null {
  return headers['at'] === undefined ? null : Number(headers['at'])
}

function cut(
  records: readonly LogRecord[],
  end: number,
  limits: FileLimits,
  start = records[0]?.offset ?? 0,
): CutFile[] {
  const cutter = createCutter(start, timeOf, limits)
  const files = records.flatMap((record) => cutter.add(record) ?? [])
  return [...files, cutter.finish(end)]
}

const shapes = (files: readonly CutFile[]): string[] =>
  files.map(({ day, start, end, records }) => `${day} ${start}-${end}: ${records.length}`)

describe('a cutter', () => {
  it('begins a file where a later day begins, and not where clocks differ a little around midnight', () => {
    const times = [-5, -1, 1, -1, 2, -3, DAY_MS, DAY_MS - 1]
    const records = times.map((ms, i) => recordAt(10 + i, MIDNIGHT + ms))
    expect(shapes(cut(records, 18, NO_LIMITS))).toEqual([
      '2026-11-25 10-12: 2',
      '2026-11-26 12-16: 4',
      '2026-11-27 16-18: 2',
    ])
  })

  it('begins a file where one is full', () => {
    const records = [5, 5, 5, 30, 5, 5].map((bytes, i) => recordAt(i, MIDNIGHT, bytes))
    expect(shapes(cut(records, 6, { maxRecords: 2, maxBytes: 1000 })).map((line) => line.slice(11))).toEqual([
      '0-2: 2',
      '2-4: 2',
      '4-6: 2',
    ])
    expect(shapes(cut(records, 6, { maxRecords: 10, maxBytes: 12 })).map((line) => line.slice(11))).toEqual([
      '0-2: 2',
      '2-3: 1',
      '3-4: 1',
      '4-6: 2',
    ])
  })

  it('takes the day of the first record that says one, and has one for those that say none', () => {
    const unreadable = [null, NaN, -1e15, 1e18]
    const records = unreadable.map((ms, i) => recordAt(i, ms))
    expect(shapes(cut(records, 4, NO_LIMITS))).toEqual([`${UNKNOWN_DAY} 0-4: 4`])
    const later = [...records, recordAt(4, MIDNIGHT), recordAt(5, null)]
    expect(shapes(cut(later, 6, NO_LIMITS))).toEqual(['2026-11-26 0-6: 6'])
  })

  it('loses and doubles nothing, leaves no gap, and cuts in the same places again', () => {
    const record = fc.record({ gap: fc.nat({ max: 3 }), half: fc.nat({ max: 6 }), bytes: fc.nat({ max: 40 }) })
    fc.assert(
      fc.property(fc.array(record), fc.nat({ max: 5 }), fc.integer({ min: 1, max: 9 }), (parts, tail, most) => {
        let offset = 100
        const records = parts.map(({ gap, half, bytes }) => {
          offset += gap + 1
          return recordAt(offset, MIDNIGHT + (half * DAY_MS) / 2, bytes)
        })
        const end = offset + 1 + tail
        const limits = { maxRecords: most, maxBytes: most * 10 }
        const files = cut(records, end, limits, 100)
        expect(files.flatMap((file) => file.records)).toEqual(records)
        expect(files.map(({ start }) => start)).toEqual([100, ...files.slice(0, -1).map((file) => file.end)])
        expect(files.at(-1)?.end).toBe(end)
        for (const { start, end: to, records: held } of files) {
          expect(held.length).toBeLessThanOrEqual(most)
          expect(held.every((each) => start <= each.offset && each.offset < to)).toBe(true)
        }
        // What follows a cut does not depend on what came before it.
        const again = files[1]
        if (again !== undefined) {
          const rest = records.filter((each) => each.offset >= again.start)
          expect(shapes(cut(rest, end, limits, again.start))).toEqual(shapes(files.slice(1)))
        }
      }),
    )
  })
})
