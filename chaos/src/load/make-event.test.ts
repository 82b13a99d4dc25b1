import { describe, expect, it } from '@jest/globals'
import { FUTURE_TOLERANCE_MS, parseEvent } from '@upnext/contracts'
import { TEST_TIME_MS } from '@upnext/testkit'
import { eventId, eventNumber } from './event-ids.ts'
import { CANARY, makeEvent } from './make-event.ts'

const EVENTS = Array.from({ length: 8_000 }, (_, n) => makeEvent(11, n))

describe('the events of a run', () => {
  it('are the same for the same seed and number, and others for others', () => {
    expect(makeEvent(11, 5)).toEqual(makeEvent(11, 5))
    expect(makeEvent(11, 5)).not.toEqual(makeEvent(11, 6))
    expect(makeEvent(11, 5)).not.toEqual(makeEvent(12, 5))
  })

  it('carry their number in their id', () => {
    expect(eventNumber(11, eventId(11, 123_456))).toBe(123_456)
    expect(eventNumber(12, eventId(11, 123_456))).toBeNull()
    expect(eventNumber(11, 'b5d1f3a8-7c58-4d06-9f0e-2f9f2f6a1c11')).toBeNull()
  })

  it('are of every kind, and what is called valid is', () => {
    const kinds = new Set<string>()
    for (const { json, valid } of EVENTS) {
      const parsed = parseEvent(json)
      const ahead = parsed.ok && parsed.value.occurred_at > TEST_TIME_MS + FUTURE_TOLERANCE_MS
      expect(parsed.ok && !ahead).toBe(valid)
      if (parsed.ok && valid) kinds.add(parsed.value.kind)
    }
    expect(kinds.size).toBe(12)
    expect(EVENTS.filter(({ valid }) => !valid).length).toBeGreaterThan(150)
  })

  it('name viewers by canaries only, of whom each does about a hundred things', () => {
    const counts = new Map<string, number>()
    for (const { json } of EVENTS) {
      const viewer = String(Reflect.get(json, 'viewer'))
      expect(viewer.startsWith(CANARY)).toBe(true)
      counts.set(viewer, (counts.get(viewer) ?? 0) + 1)
    }
    expect(counts.size).toBeGreaterThan(180)
    expect(counts.size).toBeLessThanOrEqual(200)
    expect(Math.max(...counts.values())).toBeLessThan(150)
  })
})
