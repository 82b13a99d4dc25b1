import { describe, expect, it } from '@jest/globals'
import { SERVING_CAPS, decodeProfile, emptyProfile, encodeProfile, fold, isEmptyProfile } from '@upnext/profiles'
import type { ViewerEvent } from '@upnext/contracts'
import { KEYS, SEED, aHistory, aStore, anAudit, eventsOf, logged } from '../testing/a-small-run.ts'
import { compareProfiles } from './compare-profiles.ts'
import { digestOf } from './digest.ts'
import { compareEffects, effectsOf } from './effects.ts'
import { referenceProfiles } from './reference.ts'
import type { PackedProfiles } from './reference.ts'

const history = aHistory()
const reference = referenceProfiles(SEED, KEYS, history, anAudit(history))

/** A valid event whose loss shows in its viewer's profile, as most do. */
function visible(kind: string): number {
  const whole = digestOf(reference)
  const n = eventsOf(history, kind).find((m) => digestOf(aStore(history, [m])) !== whole)
  if (n === undefined) throw new Error(`no ${kind} shows`)
  return n
}

function viewerOf(n: number): string {
  return eventOf(n).viewer
}

function eventOf(n: number): ViewerEvent {
  const event = logged(n)
  if (event === null) throw new RangeError(`event ${n} is refused`)
  return event
}

function withProfile(viewer: string, bytes: Uint8Array): PackedProfiles {
  return new Map(reference).set(viewer, bytes)
}

describe('profiles against the reference', () => {
  it('are equal where each event was folded once, twice, and in whatever order', () => {
    const profiles = new Map<string, ReturnType<typeof emptyProfile>>()
    const numbers = Array.from({ length: history.size }, (_, n) => n).reverse()
    for (const n of [...numbers, ...numbers.slice(0, 500)]) {
      const event = logged(n)
      if (event === null || event.kind?.$case === 'erase') continue
      profiles.set(event.viewer, fold(profiles.get(event.viewer) ?? emptyProfile(), event, SERVING_CAPS).profile)
    }
    const erased = new Set(eventsOf(history, 'erase').map(viewerOf))
    const kept = [...profiles].filter(([, profile]) => !isEmptyProfile(profile))
    const found = new Map(kept.map(([viewer, profile]) => [viewer, encodeProfile(profile)]))
    const verdict = compareProfiles(reference, new Map([...found, ...[...reference].filter(([v]) => erased.has(v))]))
    expect(verdict).toMatchObject({ differing: 0, missingEffects: 0, surplusEffects: 0 })
    expect(verdict.profiles).toBeGreaterThan(100)
  })

  it.each([
    'watch',
    'rating',
    'list',
    'dismiss',
    'impression',
    'settings',
    'follow',
    'transaction',
    'consent',
    'retire',
  ])('show a lost %s', (kind) => {
    const verdict = compareProfiles(reference, aStore(history, [visible(kind)]))
    expect(verdict.differing).toBe(1)
    expect(verdict.missingEffects + verdict.surplusEffects).toBeGreaterThan(0)
    if (kind !== 'retire') expect(verdict.missingEffects).toBeGreaterThan(0)
  })

  it('show an event of somebody else, a session counted twice, and a later time than was ever sent', () => {
    const [n = -1] = eventsOf(history, 'watch')
    const viewer = viewerOf(n)
    const stored = decodeProfile(reference.get(viewer) ?? new Uint8Array())
    const foreign = eventOf(eventsOf(history, 'rating').find((m) => viewerOf(m) !== viewer) ?? -1)
    const event = eventOf(n)
    const later = { ...event, kind: movedBy(event, 1) }
    for (const extra of [foreign, later]) {
      const bytes = encodeProfile(fold(stored, extra, SERVING_CAPS).profile)
      expect(compareProfiles(reference, withProfile(viewer, bytes)).surplusEffects).toBeGreaterThan(0)
    }
  })

  it('show a profile that is gone, one that should not be there, and one that cannot be read', () => {
    const [[viewer = '', bytes = new Uint8Array()] = []] = reference
    const gone = new Map(reference)
    gone.delete(viewer)
    expect(compareProfiles(reference, gone)).toMatchObject({ differing: 1, surplusEffects: 0 })
    expect(compareProfiles(reference, gone).missingEffects).toBeGreaterThan(0)
    expect(compareProfiles(gone, reference)).toMatchObject({ differing: 1, missingEffects: 0 })
    expect(compareProfiles(reference, withProfile(viewer, bytes.subarray(0, 2)))).toMatchObject({ differing: 1 })
  })

  it('have another digest for one other byte, one other viewer, one profile less', () => {
    const [[viewer = '', bytes = new Uint8Array()] = []] = reference
    const digests = [
      digestOf(reference),
      digestOf(
        withProfile(
          viewer,
          Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)),
        ),
      ),
      digestOf(withProfile('somebody-else', bytes)),
      digestOf(new Map([...reference].slice(1))),
    ]
    expect(new Set(digests).size).toBe(4)
    expect(digestOf(new Map([...reference].reverse()))).toBe(digestOf(reference))
  })
})

describe('the reference', () => {
  it('counts an unknown event if the log has it, and a refused one never', () => {
    const n = visible('rating')
    const unsure = { size: history.size, of: (m: number) => (m === n ? ('unknown' as const) : history.of(m)) }
    const there = referenceProfiles(SEED, KEYS, unsure, anAudit(history))
    const lost = referenceProfiles(SEED, KEYS, unsure, anAudit(history, [n]))
    expect(digestOf(there)).toBe(digestOf(reference))
    expect(digestOf(lost)).toBe(digestOf(aStore(history, [n])))
    const refused = { size: history.size, of: (m: number) => (m === n ? ('rejected' as const) : history.of(m)) }
    expect(digestOf(referenceProfiles(SEED, KEYS, refused, anAudit(history)))).toBe(digestOf(lost))
  })

  it('counts an acknowledged event also where the log lost it', () => {
    const n = visible('watch')
    expect(digestOf(referenceProfiles(SEED, KEYS, history, anAudit(history, [n])))).toBe(digestOf(reference))
  })
})

describe('effects', () => {
  it('that are older than they should be are missing, newer ones are surplus', () => {
    const n = visible('rating')
    const event = eventOf(n)
    const profile = fold(emptyProfile(), event, SERVING_CAPS).profile
    const newer = fold(profile, { ...event, occurredAtMs: event.occurredAtMs + 1 }, SERVING_CAPS).profile
    expect(compareEffects(effectsOf(newer), effectsOf(profile))).toMatchObject({
      surplus: [],
      missing: [expect.stringContaining('/rated')],
    })
    expect(compareEffects(effectsOf(profile), effectsOf(newer))).toMatchObject({
      missing: [],
      surplus: [expect.stringContaining('/rated')],
    })
    expect(compareEffects(effectsOf(profile), effectsOf(profile))).toEqual({ missing: [], surplus: [] })
  })
})

/** The same report of a session that began a little later: another session. */
function movedBy({ kind }: ViewerEvent, ms: number): ViewerEvent['kind'] {
  if (kind?.$case !== 'watch') return kind
  return { $case: 'watch', value: { ...kind.value, sessionStartedAtMs: kind.value.sessionStartedAtMs + ms } }
}
