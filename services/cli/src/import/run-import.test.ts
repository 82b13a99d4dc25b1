import { describe, expect, it } from '@jest/globals'
import { withTempFolder } from '@upnext/testkit'
import type { CollectorAnswer, CollectorClient } from '../clients/collector-client.ts'
import { TryLaterError } from '../clients/collector-client.ts'
import type { ImportSource } from './import-event.ts'
import { readState } from './import-state.ts'
import { runImport } from './run-import.ts'
import type { ImportPlan, ImportTools } from './run-import.ts'

const NOW = 1_700_000_000_000
const EVENTS = 4000
const SOURCE: ImportSource = {
  fingerprint: 'f',
  items: [{ item: 'a', title: 'A' }],
  events: Array.from({ length: EVENTS }, (_, at) => ({
    row: at + 1,
    viewer: `v${at % 50}`,
    item: 'a',
    atMs: at * 1000,
    sign: { kind: 'watch' },
  })),
  unreadable: {},
}

interface Seen {
  readonly events: Record<string, unknown>[]
  readonly items: unknown[]
}

/** A collector that keeps what it is sent; `trouble` may throw before it takes a request. */
function collectorOf(seen: Seen, trouble: (request: number) => void = () => undefined): CollectorClient {
  let requests = 0
  const take = async (into: unknown[], parts: readonly unknown[]): Promise<CollectorAnswer> => {
    trouble((requests += 1))
    into.push(...parts)
    return { accepted: parts.length, rejected: 0, results: [] }
  }
  return {
    url: 'http://here',
    sendEvents: (events) => take(seen.events, events),
    sendItems: (items) => take(seen.items, items),
  }
}

function planOf(overrides: Partial<ImportPlan> = {}): ImportPlan {
  return { name: 'test', shiftTo: { kind: 'now' }, again: false, read: async () => SOURCE, ...overrides }
}

function toolsOf(dataFolder: string, collector: CollectorClient, nowMs = NOW): ImportTools {
  const progress = { start: () => undefined, update: () => undefined, stop: () => undefined }
  return { collector, dataFolder, clock: { now: () => nowMs }, progress, say: () => undefined }
}

function emptySeen(): Seen {
  return { events: [], items: [] }
}

describe('runImport', () => {
  it('sends every row once, each viewer in order, the newest at the time that was asked for', () =>
    withTempFolder(async (folder) => {
      const seen = emptySeen()
      const outcome = await runImport(planOf(), toolsOf(folder, collectorOf(seen)))
      expect(outcome).toMatchObject({ kind: 'done', rows: EVENTS, state: { accepted: EVENTS + 1, done: true } })
      expect(new Set(seen.events.map((event) => event['event_id'])).size).toBe(EVENTS)
      expect(Math.max(...seen.events.map(timeOf))).toBe(NOW)
      const newest = new Map<unknown, number>()
      for (const event of seen.events) {
        expect(timeOf(event)).toBeGreaterThan(newest.get(event['viewer']) ?? -1)
        newest.set(event['viewer'], timeOf(event))
      }
    }))

  it('moves the windows of titles by as much as the history', () =>
    withTempFolder(async (folder) => {
      const seen = emptySeen()
      const items = [{ item: 'a', title: 'A', windows: [{ starts_at: 1000, countries: ['DE'] }] }]
      const plan = planOf({ read: async () => ({ ...SOURCE, items }) })
      const { state } = await runImport(plan, toolsOf(folder, collectorOf(seen)))
      expect(state.shiftMs).toBeGreaterThan(0)
      expect(seen.items).toEqual([
        { item: 'a', title: 'A', windows: [{ starts_at: 1000 + state.shiftMs, countries: ['DE'] }] },
      ])
    }))

  it('keeps its shift before the first event, and goes on with it after a failure', () =>
    withTempFolder(async (folder) => {
      const seen = emptySeen()
      const broken = collectorOf(seen, (request) => {
        if (request === 9) throw new Error('gone')
      })
      await expect(runImport(planOf(), toolsOf(folder, broken))).rejects.toThrow('gone')
      const state = await readState(folder, 'test')
      expect(state?.eventsSent).toBeGreaterThan(0)
      expect(state?.eventsSent).toBeLessThan(EVENTS)

      const outcome = await runImport(planOf(), toolsOf(folder, collectorOf(seen), NOW + 86_400_000))
      expect(outcome).toMatchObject({ kind: 'done', resumed: true, state: { shiftMs: state?.shiftMs } })
      const bodies = new Map(seen.events.map((event) => [event['event_id'], JSON.stringify(event)]))
      expect(bodies.size).toBe(EVENTS)
      for (const event of seen.events) expect(bodies.get(event['event_id'])).toBe(JSON.stringify(event))
    }))

  it('tries again where the collector asks for it', () =>
    withTempFolder(async (folder) => {
      const seen = emptySeen()
      const busy = collectorOf(seen, (request) => {
        if (request % 3 === 0) throw new TryLaterError('busy', { hint: '', retryAfterMs: 1 })
      })
      await runImport(planOf(), toolsOf(folder, busy))
      expect(seen.events).toHaveLength(EVENTS)
    }))

  it('does nothing the second time, and does not even read files that came with the program, unless told to', () =>
    withTempFolder(async (folder) => {
      await runImport(planOf(), toolsOf(folder, collectorOf(emptySeen())))
      const unreadable = planOf({ bundled: true, read: () => Promise.reject(new Error('read')) })
      expect(await runImport(unreadable, toolsOf(folder, collectorOf(emptySeen())))).toMatchObject({
        kind: 'already-done',
      })

      const seen = emptySeen()
      await runImport(planOf({ again: true }), toolsOf(folder, collectorOf(seen), NOW + 5))
      expect(seen.events).toHaveLength(EVENTS)
      expect(Math.max(...seen.events.map(timeOf))).toBe(NOW)
    }))

  it('refuses other files under the same name, and histories of the future', () =>
    withTempFolder(async (folder) => {
      await runImport(planOf(), toolsOf(folder, collectorOf(emptySeen())))
      const read = async () => ({ ...SOURCE, fingerprint: 'g' })
      for (const other of [planOf({ read }), planOf({ again: true, read })])
        await expect(runImport(other, toolsOf(folder, collectorOf(emptySeen())))).rejects.toThrow('other files')
      const future = planOf({ name: 'future', shiftTo: { kind: 'none' } })
      await expect(runImport(future, toolsOf(folder, collectorOf(emptySeen()), 1000))).rejects.toThrow('future')
    }))

  it('stops between waves when asked to', () =>
    withTempFolder(async (folder) => {
      const stop = new AbortController()
      const collector = collectorOf(emptySeen(), (request) => {
        if (request === 4) stop.abort(new Error('asked to stop'))
      })
      await expect(runImport(planOf(), { ...toolsOf(folder, collector), signal: stop.signal })).rejects.toThrow(
        'asked to stop',
      )
    }))
})

function timeOf(event: Record<string, unknown>): number {
  return Number(event['occurred_at'])
}
