import { describe, expect, it } from '@jest/globals'
import { settingsOf } from '../testing/a-model.ts'
import { combineFacts, factsWithoutProfile } from './audience.ts'

const nothing = { country: null, maturityLimit: null, kids: null, withoutPersonalization: false }

describe('facts of the audience', () => {
  it('leave open what neither request nor profile says', () => {
    expect(combineFacts(nothing, null)).toEqual({ countries: [], maturityLimit: null, kids: false })
  })

  it('take the lower maturity limit, whoever says it', () => {
    expect(combineFacts({ ...nothing, maturityLimit: 16 }, settingsOf({ maturityLimit: 12 })).maturityLimit).toBe(12)
    expect(combineFacts({ ...nothing, maturityLimit: 7 }, settingsOf({ maturityLimit: 12 })).maturityLimit).toBe(7)
    expect(combineFacts(nothing, settingsOf({ maturityLimit: 12 })).maturityLimit).toBe(12)
    expect(combineFacts({ ...nothing, maturityLimit: 0 }, null).maturityLimit).toBe(0)
  })

  it('are for kids as soon as one side says so', () => {
    expect(combineFacts({ ...nothing, kids: false }, settingsOf({ kids: true })).kids).toBe(true)
    expect(combineFacts({ ...nothing, kids: true }, settingsOf({ kids: false })).kids).toBe(true)
    expect(combineFacts({ ...nothing, kids: false }, settingsOf({ kids: false })).kids).toBe(false)
  })

  it('ask for titles that are allowed in both countries where two are said', () => {
    expect(combineFacts({ ...nothing, country: 'DE' }, settingsOf({ country: 'FR' })).countries).toEqual(['DE', 'FR'])
    expect(combineFacts({ ...nothing, country: 'DE' }, settingsOf({ country: 'DE' })).countries).toEqual(['DE'])
  })

  it('are the strictest where the profile cannot be read and the request is silent', () => {
    expect(factsWithoutProfile(nothing)).toEqual({ countries: [], maturityLimit: 0, kids: true })
  })

  it('believe the request where the profile cannot be read', () => {
    const request = { ...nothing, country: 'DE', maturityLimit: 12, kids: false }
    expect(factsWithoutProfile(request)).toEqual({ countries: ['DE'], maturityLimit: 12, kids: false })
  })
})
