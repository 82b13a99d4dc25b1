import { describe, expect, it } from '@jest/globals'
import { assignPartitions } from './event-log-assignment.ts'

const NOBODY = [null, null, null, null, null]

describe('assignPartitions', () => {
  it('gives everything to the only member, and nothing to nobody', () => {
    expect(assignPartitions(NOBODY, ['a'])).toEqual(['a', 'a', 'a', 'a', 'a'])
    expect(assignPartitions(['a', 'a', null, 'a', 'a'], [])).toEqual(NOBODY)
  })

  it('takes from those who have too much only what a new member needs', () => {
    const next = assignPartitions(['a', 'a', 'a', 'b', 'b'], ['a', 'b', 'c'])
    expect(next.filter((owner) => owner === 'c')).toHaveLength(1)
    expect(next.filter((owner, i) => owner !== ['a', 'a', 'a', 'b', 'b'][i])).toHaveLength(1)
  })

  it('moves only the partitions of a member that is gone', () => {
    const next = assignPartitions(['a', 'b', 'c', 'a', 'b'], ['a', 'b'])
    expect([next[0], next[1], next[3], next[4]]).toEqual(['a', 'b', 'a', 'b'])
    expect(next[2]).not.toBe('c')
  })

  it('leaves members beyond the number of partitions without any', () => {
    const next = assignPartitions([null, null], ['a', 'b', 'c'])
    expect(new Set(next).size).toBe(2)
    expect(next).not.toContain(null)
  })

  it('never lets two members differ by more than one', () => {
    let owners: (string | null)[] = new Array<string | null>(48).fill(null)
    for (const members of [
      ['a'],
      ['a', 'b'],
      ['a', 'b', 'c', 'd', 'e'],
      ['b', 'e'],
      ['b', 'e', 'f', 'g', 'h', 'i', 'j'],
    ]) {
      owners = assignPartitions(owners, members)
      const counts = members.map((member) => owners.filter((owner) => owner === member).length)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      expect(counts.reduce((a, b) => a + b)).toBe(48)
    }
  })
})
