import { describe, expect, it } from '@jest/globals'
import { readOptions } from './options.ts'

describe('options', () => {
  it('are two minutes of seed 1 where nothing is said', () => {
    expect(readOptions([])).toMatchObject({ minutes: 2, seed: 1, 'guard-off': null, json: false })
  })

  it('are read as given', () => {
    const given = ['--minutes', '30', '--seed', '9', '--guard-off', 'cas', '--json']
    expect(readOptions(given)).toMatchObject({ minutes: 30, seed: 9, 'guard-off': 'cas', json: true })
  })

  it.each([
    ['--minutes', '0.1'],
    ['--minutes', 'two'],
    ['--seed', '-1'],
    ['--guard-off', 'everything'],
    ['--nonsense'],
  ])('refuse %s %s', (...args) => {
    expect(() => readOptions(args)).toThrow(args[0])
  })
})
