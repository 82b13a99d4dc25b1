import { describe, expect, it } from '@jest/globals'
import type { ViewerKey } from '@upnext/contracts'
import { DEAD_IN_A_ROW, createDeadStreak } from './dead-streak.ts'
import type { DeadRecord, ReadRecord } from './read-record.ts'
import { NEIGHBOURS, eventAt, garbageAt, recordAt } from './records.fixtures.ts'

const dead = (from: number, count: number): DeadRecord[] =>
  Array.from({ length: count }, (_, i) => ({ outcome: 'dead', record: garbageAt(from + i), reason: 'TypeError' }))
const good = (offset: number): ReadRecord => ({
  outcome: 'event',
  record: recordAt(offset),
  viewer: NEIGHBOURS[0] as ViewerKey,
  event: eventAt(0),
})
const skipped = (offset: number): ReadRecord => ({ outcome: 'skipped', record: recordAt(offset) })

describe('dead letters in a row', () => {
  it('may be so many, over all partitions, and not one more', () => {
    const streak = createDeadStreak()
    const [here, there] = [dead(0, DEAD_IN_A_ROW - 40), dead(0, 40)]
    expect(streak.observe(1, here, here)).toBeNull()
    expect(streak.observe(2, there, there)).toBeNull()
    expect(() => streak.check()).not.toThrow()
    const last = dead(40, 1)
    expect(streak.observe(2, [skipped(39), ...last], last)?.message).toMatch(
      /TypeError at offset 40 of partition 2.*nothing is lost/,
    )
    expect(() => streak.check()).toThrow(expect.objectContaining({ name: 'TooManyDeadLettersError' }))
  })

  it('are counted anew behind a good record', () => {
    const streak = createDeadStreak()
    const [first, second] = [dead(0, DEAD_IN_A_ROW), dead(200, DEAD_IN_A_ROW)]
    expect(streak.observe(1, [...first, good(150), ...second], [...first, ...second])).toBeNull()
  })

  it('are counted once when a batch is offered again', () => {
    const streak = createDeadStreak()
    const records = dead(0, DEAD_IN_A_ROW)
    for (let time = 0; time < 3; time++) expect(streak.observe(1, records, records)).toBeNull()
  })

  it('say so once, and go on being refused', () => {
    const streak = createDeadStreak()
    const records = dead(0, DEAD_IN_A_ROW + 1)
    expect(streak.observe(1, records, records)).not.toBeNull()
    expect(streak.observe(2, [good(0)], [])).toBeNull()
    expect(() => streak.check()).toThrow('100 records in a row')
  })
})
