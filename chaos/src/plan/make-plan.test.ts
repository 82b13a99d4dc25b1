import { describe, expect, it } from '@jest/globals'
import { nameOf } from './fault.ts'
import type { PlannedFault } from './fault.ts'
import { LULL_MS, makePlan } from './make-plan.ts'

const MINUTE_MS = 60_000
const SEEDS = Array.from({ length: 200 }, (_, seed) => seed)

function counts(plan: readonly PlannedFault[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { fault } of plan) found[nameOf(fault)] = (found[nameOf(fault)] ?? 0) + 1
  return found
}

function kindsOf(plan: readonly PlannedFault[]): Set<string> {
  return new Set(plan.map(({ fault }) => fault.kind))
}

describe('the plan of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(makePlan(7, 2 * MINUTE_MS)).toEqual(makePlan(7, 2 * MINUTE_MS))
    expect(makePlan(7, 2 * MINUTE_MS)).not.toEqual(makePlan(8, 2 * MINUTE_MS))
  })

  it('has in half an hour as many kills as were promised', () => {
    for (const seed of SEEDS) {
      const found = counts(makePlan(seed, 30 * MINUTE_MS))
      expect(found['kill feature']).toBeGreaterThanOrEqual(110)
      expect(found['kill kafka']).toBeGreaterThanOrEqual(11)
      for (const target of ['event-collector', 'ranking', 'trainer', 'redis'])
        expect(found[`kill ${target}`]).toBeGreaterThanOrEqual(22)
    }
  })

  it('has every kind of fault and every target of a kill in two minutes', () => {
    for (const seed of SEEDS) {
      const plan = makePlan(seed, 2 * MINUTE_MS)
      expect([...kindsOf(plan)].sort()).toEqual([
        ...['cut', 'half-open', 'kill', 'lost-answers', 'pause'],
        ...['rebalance-storm', 'redis-full', 'redis-rollback', 'zombie'],
      ])
      for (const target of ['feature', 'event-collector', 'ranking', 'trainer', 'redis', 'kafka'])
        expect(counts(plan)[`kill ${target}`]).toBeGreaterThan(0)
    }
  })

  it('is in order of time, within the run, and ends with a zombie', () => {
    for (const seed of SEEDS) {
      const plan = makePlan(seed, MINUTE_MS)
      const times = plan.map(({ atMs }) => atMs)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(times.at(0)).toBeGreaterThanOrEqual(3_000)
      expect(times.at(-1)).toBeLessThan(MINUTE_MS)
      expect(plan.at(-1)?.fault.kind).toBe('zombie')
    }
  })

  it('pauses in a long run for longer than recovery may take', () => {
    for (const seed of SEEDS) {
      const times = makePlan(seed, 30 * MINUTE_MS).map(({ atMs }) => atMs)
      const gaps = times.slice(1).map((atMs, i) => atMs - (times[i] ?? 0))
      expect(gaps.filter((gap) => gap >= LULL_MS)).toHaveLength(5)
    }
  })

  it('kills Redis before it rolls it back: only then there is something to go back to', () => {
    for (const seed of SEEDS) {
      const names = makePlan(seed, 2 * MINUTE_MS).map(({ fault }) => nameOf(fault))
      expect(names.indexOf('kill redis')).toBeLessThan(names.indexOf('redis-rollback'))
    }
  })
})
