import { describe, expect, it } from '@jest/globals'
import { formatTable, shorten } from './table.ts'

describe('formatTable', () => {
  it('lines columns up, without borders', () => {
    const columns = [{ title: '#', align: 'right' as const }, { title: 'title' }]
    expect(
      formatTable(columns, [
        ['1', 'Heat'],
        ['10', 'Up'],
      ]).split('\n'),
    ).toEqual([' #  title', ' 1  Heat', '10  Up'])
  })
})

describe('shorten', () => {
  it('cuts what is too long and leaves the rest', () => {
    expect(shorten('abcdef', 4)).toBe('abc…')
    expect(shorten('abcd', 4)).toBe('abcd')
    expect(shorten('a\nb', undefined)).toBe('a b')
  })
})
