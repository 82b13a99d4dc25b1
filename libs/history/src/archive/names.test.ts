import { describe, expect, it } from '@jest/globals'
import { isObjectName } from '@upnext/ports'
import fc from 'fast-check'
import { ArchiveCorruptError } from './errors.ts'
import { fileName, lostName, parseName } from './names.ts'

const TOPIC = 'tenant.upnext.viewer-events.v1'

describe('names of the archive', () => {
  it('read as they are documented', () => {
    const place = { topic: TOPIC, partition: 7, start: 1000, end: 2000 }
    expect(fileName(place, '2026-11-26')).toBe(
      `${TOPIC}/date=2026-11-26/partition=07/0000000000001000-0000000000002000.parquet`,
    )
    expect(lostName(place)).toBe(`${TOPIC}/_lost/partition=07/0000000000001000-0000000000002000.json`)
  })

  it('say all that went into them, and sort as offsets do', () => {
    const offset = fc.maxSafeNat()
    fc.assert(
      fc.property(offset, offset, offset, fc.nat({ max: 300 }), (a, b, c, partition) => {
        const [start = 0, middle = 0, end = 0] = [a, b, c].sort((x, y) => x - y)
        fc.pre(start < middle && middle < end)
        const place = { topic: TOPIC, partition, start, end: middle }
        const name = fileName(place, '2026-01-31')
        expect(isObjectName(name)).toBe(true)
        expect(parseName(TOPIC, name)).toEqual({ kind: 'file', name, day: '2026-01-31', ...place })
        const lost = lostName(place)
        expect(isObjectName(lost)).toBe(true)
        expect(parseName(TOPIC, lost)).toEqual({ kind: 'lost', name: lost, ...place })
        expect(name < fileName({ ...place, start: middle, end }, '2026-01-31')).toBe(true)
      }),
    )
  })

  it.each(['_SUCCESS', '_delta_log/1.json', 'date=2026-01-01/_metadata'])('leave %s to other tools', (rest) => {
    expect(parseName(TOPIC, `${TOPIC}/${rest}`)).toBeNull()
  })

  it.each([
    'events.parquet',
    'date=2026-01-01/partition=07/copy.parquet',
    'date=2026-01-01/partition=07/0000000000001000-0000000000001000.parquet',
    'date=2026-01-01/partition=07/0000000000002000-0000000000001000.parquet',
    'date=2026-01-01/partition=07/1000-2000.parquet',
    'date=2026-01-01/partition=07/0000000000001000-9999999999999999.parquet',
    '_lost/partition=07/oops.json',
  ])('are not guessed: %s is refused', (rest) => {
    expect(() => parseName(TOPIC, `${TOPIC}/${rest}`)).toThrow(ArchiveCorruptError)
  })
})
