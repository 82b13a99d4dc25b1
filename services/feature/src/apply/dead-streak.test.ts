import { describe, expect, it } from '@jest/globals'
import type { LogRecord } from '@upnext/ports'
import { DEAD_IN_A_ROW, createDeadStreak } from './dead-streak.ts'
import type { DeadRecord } from './read-record.ts'
import { garbageAt, recordAt } from './records.fixtures.ts'

const dead = (from: number, count: number): DeadRecord[] =>
  Array.from({ length: count }, (_, i) => ({ outcome: 'dead', record: garbageAt(from + i), reason: 'TypeError' }))
const one = (offset: number): { readonly record: LogRecord } => ({ record: recordAt(offset) })
const allOf = (records: readonly DeadRecord[]) => ({ dead: records, skipped: [], folded: 0 })

describe('dead letters in a row', () => {
  it('may be so many, over all partitions, and not one more', () => {
    const streak = createDeadStreak()
    const [here, there] = [dead(0, DEAD_IN_A_ROW - 40), dead(0, 40)]
    expect(streak.observe(1, here, allOf(here))).toBeNull()
    expect(streak.observe(2, there, allOf(there))).toBeNull()
    expect(() => streak.check()).not.toThrow()
    const last = dead(40, 1)
    const behindSkipped = { ...allOf(last), skipped: [recordAt(39)] }
    expect(streak.observe(2, [one(39), ...last], behindSkipped)?.message).toMatch(
      /TypeError at offset 40 of partition 2.*nothing is lost/,
    )
    expect(() => streak.check()).toThrow(expect.objectContaining({ name: 'TooManyDeadLettersError' }))
  })

  it('are counted anew behind a good record', () => {
    const streak = createDeadStreak()
    const [first, second] = [dead(0, DEAD_IN_A_ROW), dead(200, DEAD_IN_A_ROW)]
    const both = { ...allOf([...first, ...second]), folded: 1 }
    expect(streak.observe(1, [...first, one(150), ...second], both)).toBeNull()
  })

  it('are counted anew behind a batch without any, unless nothing of it was folded', () => {
    const streak = createDeadStreak()
    const [first, second, third] = [dead(0, DEAD_IN_A_ROW), dead(200, DEAD_IN_A_ROW), dead(400, 1)]
    streak.observe(1, first, allOf(first))
    streak.observe(1, [one(150)], { dead: [], skipped: [], folded: 1 })
    expect(streak.observe(1, second, allOf(second))).toBeNull()
    streak.observe(1, [one(350)], { dead: [], skipped: [recordAt(350)], folded: 0 })
    expect(streak.observe(1, third, allOf(third))).not.toBeNull()
  })

  it('are counted once when a batch is offered again', () => {
    const streak = createDeadStreak()
    const records = dead(0, DEAD_IN_A_ROW)
    for (let time = 0; time < 3; time++) expect(streak.observe(1, records, allOf(records))).toBeNull()
  })

  it('say so once, and go on being refused', () => {
    const streak = createDeadStreak()
    const records = dead(0, DEAD_IN_A_ROW + 1)
    expect(streak.observe(1, records, allOf(records))).not.toBeNull()
    expect(streak.observe(2, [one(0)], { dead: [], skipped: [], folded: 1 })).toBeNull()
    expect(() => streak.check()).toThrow('100 records in a row')
  })
})
