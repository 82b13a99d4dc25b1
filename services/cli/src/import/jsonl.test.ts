import { describe, expect, it } from '@jest/globals'
import { withTempFolder } from '@upnext/testkit'
import { toEventBody } from './event-body.ts'
import type { ImportSource } from './import-event.ts'
import { readJsonl, sourceOf } from './jsonl.ts'
import { mergeSources } from './merge-sources.ts'
import { moveWindows } from './move-times.ts'

const WATCH = {
  viewer: 'v',
  kind: 'watch',
  item: 'm',
  occurred_at: 5000,
  source: 'live',
  position_s: 1,
  session_id: 's',
  session_started_at: 4000,
}

const linesFrom = (documents: readonly unknown[]): string => documents.map((each) => JSON.stringify(each)).join('\n')

function eventBodies(source: ImportSource, shiftMs: number): Record<string, unknown>[] {
  return source.events.map((event) => toEventBody(event, { source: 'test', shiftMs }))
}

describe('readJsonl', () => {
  it('hands on documents as they are, events in order of time, and counts what is neither', () => {
    const source = sourceOf(
      '{"item":"m","title":"M"}\n{"title":"no id"}\nnonsense\n',
      linesFrom([WATCH, { kind: 'consent', viewer: 'v', occurred_at: '1970-01-01T00:00:01Z' }, { viewer: 'v' }]),
    )
    expect(source.items).toEqual([{ item: 'm', title: 'M' }])
    expect(source.events.map(({ row, atMs, item }) => [row, atMs, item])).toEqual([
      [2, 1000, ''],
      [1, 5000, 'm'],
    ])
    expect(source.unreadable).toEqual({ 'catalog.jsonl: not a title': 2, 'events.jsonl: not an event': 1 })
  })

  it('sends events as backfill, with every time in them moved alike, and none about no title', () => {
    const rental = { viewer: 'v', kind: 'transaction', item: 'm', type: 'rent', occurred_at: 0, expires_at: 100 }
    const follow = { viewer: 'v', kind: 'follow', target: 'w', action: 'request', occurred_at: 6000 }
    const [first, second, third] = eventBodies(sourceOf('', linesFrom([WATCH, rental, follow])), 10_000)
    expect(first).toMatchObject({ occurred_at: 10_000, expires_at: 10_100, type: 'rent' })
    expect(second).toMatchObject({ ...WATCH, source: 'backfill', occurred_at: 15_000, session_started_at: 14_000 })
    expect(third).not.toHaveProperty('item')
    expect(third).toMatchObject({ kind: 'follow', target: 'w', occurred_at: 16_000 })
  })

  it('says what a folder has to hold', () =>
    withTempFolder(async (folder) => {
      await expect(readJsonl(folder)).rejects.toThrow('neither catalog.jsonl nor events.jsonl')
    }))
})

describe('moveWindows', () => {
  it('moves what opens and ends, and leaves the rest', () => {
    const item = { item: 'm', windows: [{ starts_at: 1000, countries: ['DE'] }, { ends_at: '1970-01-01T00:00:02Z' }] }
    expect(moveWindows(item, 500)).toEqual({
      item: 'm',
      windows: [{ starts_at: 1500, countries: ['DE'] }, { ends_at: 2500 }],
    })
    expect(moveWindows({ item: 'm' }, 500)).toEqual({ item: 'm' })
  })
})

describe('mergeSources', () => {
  const first = sourceOf(
    '',
    linesFrom([
      { ...WATCH, occurred_at: 70_000 },
      { ...WATCH, occurred_at: 90_000 },
    ]),
  )
  const second = sourceOf(
    linesFrom([{ item: 'm', windows: [{ starts_at: 3000 }] }]),
    linesFrom([WATCH, { ...WATCH, viewer: 'w', occurred_at: 6000 }]),
  )
  const merged = mergeSources(first, second)

  it('lets both end at the same moment, in one order of time, with windows and sessions moved along', () => {
    expect(merged.events.map(({ atMs }) => atMs)).toEqual([70_000, 89_000, 90_000, 90_000])
    expect(eventBodies(merged, 0)[1]).toMatchObject({ occurred_at: 89_000, session_started_at: 88_000 })
    expect(merged.items).toEqual([{ item: 'm', windows: [{ starts_at: 87_000 }] }])
  })

  it('never makes two events one, and notices when either source is another', () => {
    expect(new Set(eventBodies(merged, 0).map((body) => body['event_id'])).size).toBe(4)
    expect(mergeSources(second, first).fingerprint).not.toBe(merged.fingerprint)
  })
})
