import { describe, expect, it } from '@jest/globals'
import { SILENT } from '../request/fields.ts'
import { settingsOf } from '../testing/a-model.ts'
import { combineFacts, factsWithoutProfile } from './audience.ts'

const nothing = SILENT

describe('facts of the audience', () => {
  it('leave open what neither request nor profile says', () => {
    expect(combineFacts(nothing, null)).toEqual({
      countries: [],
      maturityLimit: null,
      kids: false,
      languages: [],
      tiers: [],
    })
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

  it('want a language of both lists where two are said, and none where a list is empty', () => {
    const request = { ...nothing, languages: ['de-AT', 'DE', 'en'] }
    expect(combineFacts(request, settingsOf({ languages: ['EN-us'] })).languages).toEqual([['de', 'en'], ['en']])
    expect(combineFacts(request, settingsOf({ languages: [] })).languages).toEqual([['de', 'en']])
    expect(combineFacts(nothing, settingsOf({ languages: ['fr'] })).languages).toEqual([['fr']])
  })

  it('ask for titles that both tiers include where two are said', () => {
    const request = { ...nothing, tier: 'basic' }
    expect(combineFacts(request, settingsOf({ tier: 'premium' })).tiers).toEqual(['basic', 'premium'])
    expect(combineFacts(request, settingsOf({ tier: 'basic' })).tiers).toEqual(['basic'])
    expect(combineFacts(nothing, settingsOf({ tier: 'basic' })).tiers).toEqual(['basic'])
  })

  it('take a setting that was cleared as not said', () => {
    const cleared = { atMs: 2, value: null }
    const settings = { ...settingsOf({}), country: cleared, tier: cleared, languages: cleared, maturityLimit: cleared }
    expect(combineFacts(nothing, settings)).toEqual(combineFacts(nothing, null))
  })

  it('are the strictest where the profile cannot be read and the request is silent', () => {
    const strictest = { countries: [], maturityLimit: 0, kids: true, languages: [], tiers: [] }
    expect(factsWithoutProfile(nothing)).toEqual(strictest)
  })

  it('believe the request where the profile cannot be read', () => {
    const request = { ...nothing, country: 'DE', maturityLimit: 12, kids: false, languages: ['de'], tier: 'basic' }
    const believed = { countries: ['DE'], maturityLimit: 12, kids: false, languages: [['de']], tiers: ['basic'] }
    expect(factsWithoutProfile(request)).toEqual(believed)
  })
})
