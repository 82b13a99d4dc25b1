import { describe, expect, it } from '@jest/globals'
import { Consent, Erase, Impression, WatchPhase } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'
import fc from 'fast-check'
import { createTally } from './tally.ts'
import type { TallyOptions, TalliedExperiment } from './tally.ts'
import { HOUR, MINUTE, T0, picked, record, shown, watched } from './testing/experiment-events.ts'

const { WATCH_PHASE_START: START, WATCH_PHASE_HEARTBEAT: HEARTBEAT, WATCH_PHASE_STOP: STOP } = WatchPhase
const a = (page: string, row = 'next-to-watch') => ({ page, row, variant: 'a' })
const b = (page: string, row = 'next-to-watch') => ({ page, row, variant: 'b' })

const OPTIONS: TallyOptions = { experiment: 'rows', fromMs: -Infinity, toMs: Infinity, windowMs: 24 * HOUR }

/** Two pages of variant a and one of variant b; every figure below can be counted by hand. */
const HISTORY: readonly NewRecord[] = [
  record('1', shown(a('p1'), ['m1', 'm2', 'm3'])),
  record('1', shown(a('p1'), ['m3', 'm4']), T0 + MINUTE),
  record('1', shown(a('p1', 'similar:m9'), ['m5', 'm6'])),
  record('1', picked(a('p1'), 'm2'), T0 + MINUTE),
  record('1', picked(a('p1'), 'm2'), T0 + 2 * MINUTE),
  record('1', watched('m2', 's1', T0 + 3 * MINUTE, 0, START), T0 + 3 * MINUTE),
  record('1', watched('m2', 's1', T0 + 3 * MINUTE, 600, HEARTBEAT), T0 + 13 * MINUTE),
  record('1', watched('m2', 's1', T0 + 3 * MINUTE, 1200, STOP), T0 + 23 * MINUTE),
  // Too late after the pick; never picked; before the pick.
  record('1', watched('m2', 's2', T0 + 25 * HOUR, 900, STOP), T0 + 26 * HOUR),
  record('1', watched('m5', 's3', T0 + 4 * MINUTE, 900, STOP), T0 + 30 * MINUTE),
  record('1', watched('m2', 's4', T0, 900, STOP), T0 + MINUTE),
  record('2', shown(b('p2'), ['m1', 'm2'])),
  record('2', picked(b('p2'), 'm1', 'ids'), T0 + MINUTE),
  record('2', picked(b('p2'), 'm3'), T0 + MINUTE),
  // Gone on with where it was left off.
  record('2', watched('m1', 's5', T0 + 2 * MINUTE, 3000, START), T0 + 2 * MINUTE),
  record('2', watched('m1', 's5', T0 + 2 * MINUTE, 9999, STOP), T0 + HOUR),
  record('3', shown(a('p3'), ['m1'])),
]

function tallied(records: readonly NewRecord[], options: Partial<TallyOptions> = {}): TalliedExperiment {
  const tally = createTally({ ...OPTIONS, ...options })
  for (const { value, headers = {} } of records) tally.add(7, { value, headers })
  return tally.result()
}

function figures({ variants }: TalliedExperiment, variant: string, row?: string) {
  const sums = variants.get(variant)
  const of = row === undefined ? sums?.all : sums?.rows.get(row)
  if (of === undefined) return null
  return { viewers: of.picks.n, pages: of.pages, shown: of.picks.x, picks: of.picks.y, seconds: of.watchPerViewer.y }
}

describe('what viewers did', () => {
  it('is joined to impressions, picks and watch time of their variants', () => {
    const found = tallied(HISTORY)
    expect(figures(found, 'a')).toEqual({ viewers: 2, pages: 2, shown: 7, picks: 1, seconds: 1200 })
    expect(figures(found, 'b')).toEqual({ viewers: 1, pages: 1, shown: 2, picks: 1, seconds: 2400 })
    expect(found.leftOut).toMatchObject({ unmatchedPicks: 1, mixedViewers: 0, outside: 0 })
  })

  it('is told row by row, whatever title a row is about', () => {
    const found = tallied(HISTORY)
    expect(figures(found, 'a', 'next-to-watch')).toEqual({ viewers: 2, pages: 2, shown: 5, picks: 1, seconds: 1200 })
    expect(figures(found, 'a', 'similar')).toEqual({ viewers: 1, pages: 1, shown: 2, picks: 0, seconds: 0 })
    expect(figures(found, 'b', 'similar')).toBeNull()
  })

  it('counts the same in any order, and when records come again', () => {
    const once = tallied(HISTORY).variants
    const anyOrder = fc.shuffledSubarray([...HISTORY, ...HISTORY], { minLength: 2 * HISTORY.length })
    fc.assert(fc.property(anyOrder, (records) => expect(tallied(records).variants).toEqual(once)))
  })

  it('gives a session to the last pick before it', () => {
    const found = tallied([
      record('1', shown(a('p1'), ['m1'])),
      record('1', shown(a('p1', 'trending'), ['m1'])),
      record('1', picked(a('p1', 'trending'), 'm1'), T0 + 2 * MINUTE),
      record('1', picked(a('p1'), 'm1'), T0 + MINUTE),
      record('1', watched('m1', 's', T0 + 3 * MINUTE, 0, START), T0 + 3 * MINUTE),
      record('1', watched('m1', 's', T0 + 3 * MINUTE, 60, STOP), T0 + 4 * MINUTE),
    ])
    expect(figures(found, 'a', 'trending')?.seconds).toBe(60)
    expect(figures(found, 'a', 'next-to-watch')).toMatchObject({ picks: 1, seconds: 0 })
    expect(figures(found, 'a')).toMatchObject({ shown: 2, picks: 2, seconds: 60 })
  })

  it('takes a session that began just before a pick for the one of the pick', () => {
    const secondsOf = (startedAtMs: number) =>
      figures(
        tallied([
          record('1', shown(a('p1'), ['m1'])),
          record('1', picked(a('p1'), 'm1'), T0 + 1400),
          record('1', watched('m1', 's', startedAtMs, 0, START), T0 + MINUTE),
          record('1', watched('m1', 's', startedAtMs, 60, STOP), T0 + 2 * MINUTE),
        ]),
        'a',
      )?.seconds
    expect([T0 + 1000, T0 - 3600, T0 - 3601].map(secondsOf)).toEqual([60, 60, 0])
  })

  it('counts a session whose start is lost from the first position that was told, and says so', () => {
    const records = [
      record('1', shown(a('p1'), ['m1', 'm2'])),
      record('1', picked(a('p1'), 'm1')),
      record('1', watched('m1', 's1', T0, 5000, HEARTBEAT), T0 + MINUTE),
      record('1', watched('m1', 's1', T0, 5030, STOP), T0 + 2 * MINUTE),
      // Nobody picked this one: nothing is lost of it.
      record('1', watched('m2', 's2', T0, 5000, STOP), T0 + MINUTE),
    ]
    for (const found of [tallied(records), tallied(records.toReversed())]) {
      expect(figures(found, 'a')?.seconds).toBe(30)
      expect(found.leftOut).toMatchObject({ unstartedSessions: 1 })
    }
    const started = record('1', watched('m1', 's1', T0, 4990, START))
    const whole = tallied([...records, started])
    expect(figures(whole, 'a')?.seconds).toBe(40)
    expect(whole.leftOut).toMatchObject({ unstartedSessions: 0 })
  })

  it('knows no time before or after the one asked for, but for what follows from it', () => {
    const day = 24 * HOUR
    const records = [0, 1, 2].flatMap((n) => [
      record('1', shown(a(`p${n}`), ['m1']), T0 + n * day),
      record('1', picked(a(`p${n}`), 'm1'), T0 + n * day + 23 * HOUR),
    ])
    const found = tallied(records, { fromMs: T0 + day, toMs: T0 + 2 * day })
    expect(figures(found, 'a')).toMatchObject({ pages: 1, picks: 1 })
  })
})

describe('viewers that are left out', () => {
  it('are those of two variants, and those who refuse analytics', () => {
    const consent = (analytics: boolean) => ({ $case: 'consent' as const, value: Consent.fromPartial({ analytics }) })
    const found = tallied([
      record('mixed', shown(a('p1'), ['m1'])),
      record('mixed', shown(b('p2'), ['m1'])),
      record('refused', shown(a('p3'), ['m1'])),
      record('refused', consent(false), T0 + HOUR),
      record('refused', consent(true), T0),
      record('allowed', shown(a('p4'), ['m1'])),
      record('allowed', consent(false), T0),
      record('allowed', consent(true), T0 + HOUR),
    ])
    expect(figures(found, 'a')).toMatchObject({ viewers: 1 })
    expect(figures(found, 'b')).toBeNull()
    expect(found.leftOut).toMatchObject({ mixedViewers: 1, refusedViewers: 1 })
  })

  it('are not there before they were erased', () => {
    const erase = { $case: 'erase' as const, value: Erase.fromPartial({ throughMs: T0 + MINUTE }) }
    const found = tallied([
      record('1', shown(a('p1'), ['m1'])),
      record('1', picked(a('p1'), 'm1')),
      record('1', shown(b('p2'), ['m1', 'm2']), T0 + HOUR),
      record('1', erase, T0 + MINUTE),
      record('2', shown(a('p3'), ['m1'])),
      record('2', erase, T0 + MINUTE),
    ])
    expect(figures(found, 'a')).toBeNull()
    expect(figures(found, 'b')).toMatchObject({ viewers: 1, shown: 2, picks: 0 })
  })

  it('are those whose impressions do not tell a variant', () => {
    const bare = (tracking: string) => ({
      $case: 'impression' as const,
      value: Impression.fromPartial({ pageId: 'p', rowId: 'r', items: [{ itemId: 'm1', tracking }] }),
    })
    const found = tallied([
      record('1', bare('not of ours')),
      record('2', bare('')),
      record('3', shown({ page: 'p', row: 'r', variant: '' }, ['m1'])),
      { key: Buffer.from('4'), value: Buffer.from([255]), headers: { kind: 'select' } },
    ])
    expect(found.variants.size).toBe(0)
    expect(found.leftOut).toMatchObject({ impressions: 3, unreadable: 1, untracked: 1, outside: 1, malformed: 1 })
  })
})
