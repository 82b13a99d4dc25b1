import { describe, expect, it } from '@jest/globals'
import { parseOptions } from '../options.ts'
import type { Kind } from './event-from-flags.ts'
import { eventFromFlags, SendFlagsSchema } from './event-from-flags.ts'

const STAMP = { nowMs: 1000, id: '00000000-0000-4000-8000-000000000001' }

function event(kind: Kind, flags: Record<string, unknown>) {
  return eventFromFlags(kind, parseOptions(SendFlagsSchema, { viewer: '42', ...flags }), STAMP)
}

describe('eventFromFlags', () => {
  it('makes a rating that happened now', () => {
    expect(event('rating', { item: '7', stars: '4.5' })).toEqual({
      event_id: STAMP.id,
      kind: 'rating',
      viewer: '42',
      item: '7',
      stars: 4.5,
      occurred_at: 1000,
      sent_at: 1000,
    })
  })

  it('takes a title for watched to its end unless told otherwise', () => {
    expect(event('watch', { item: '7' })).toMatchObject({
      position_s: 5400,
      duration_s: 5400,
      session_started_at: 1000,
    })
    expect(event('watch', { item: '7', position: '60', duration: '600' })).toMatchObject({
      position_s: 60,
      duration_s: 600,
    })
  })

  it('keeps times as they were given', () => {
    expect(event('erase', { at: '2026-01-01T00:00:00Z' })['occurred_at']).toBe('2026-01-01T00:00:00Z')
    expect(event('erase', { at: '1500' })['occurred_at']).toBe(1500)
  })

  it('sets any other field, nested ones too, as JSON or as text', () => {
    const settings = event('settings', {
      set: ['settings.kids=true', 'settings.country=DE', 'settings.languages=["de"]'],
    })
    expect(settings['settings']).toEqual({ kids: true, country: 'DE', languages: ['de'] })
    expect(() => event('settings', { set: ['__proto__.x=1'] })).toThrow('--set')
    expect(() => event('settings', { set: ['kids'] })).toThrow('--set')
  })

  it('names the flag that is wrong', () => {
    expect(() => event('rating', { stars: 'five' })).toThrow('--stars: expected a number')
  })
})
