import { describe, expect, it } from '@jest/globals'
import { topicsOf } from '@upnext/contracts'
import { CliError } from '../errors.ts'
import { chosenTopics, durationText, shortName } from './flags.ts'

const topics = topicsOf('staging')
const namesOf = (names: readonly string[] | undefined): string[] => chosenTopics(topics, names).map(({ name }) => name)

describe('topics of the archive', () => {
  it('are all that are of use later, unless some are named', () => {
    expect(namesOf(undefined).map(shortName)).toEqual(['viewer-events', 'catalog', 'rejected-events', 'dead-letters'])
    expect(namesOf(['model-updates', topics.catalog.name])).toEqual([topics.modelUpdates.name, topics.catalog.name])
    expect(() => namesOf(['viewers'])).toThrow(CliError)
  })
})

describe('a time in a flag', () => {
  it.each([
    ['0', 0],
    ['30s', 30_000],
    ['5m', 300_000],
    ['6h', 21_600_000],
    ['2d', 172_800_000],
  ])('%s is %d ms', (text, ms) => {
    expect(durationText.parse(text)).toBe(ms)
  })

  it.each(['', '5', 'm', '-5m', '1.5h', '5 m', '5min'])('%j is refused', (text) => {
    expect(durationText.safeParse(text).success).toBe(false)
  })
})
