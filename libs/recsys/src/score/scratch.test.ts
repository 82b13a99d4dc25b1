import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { wasm } from '../dense/web-assembly.ts'
import { createLiveModel } from '../model/live-model.ts'
import { aModel } from '../testing/a-model.ts'
import { START_MS } from '../testing/some-histories.ts'
import type { ScoredItem } from './query.ts'
import { scoreNext } from './score-next.ts'
import { createScratch } from './scratch.ts'
import type { Scratch } from './scratch.ts'

const live = createLiveModel(aModel())
const HISTORY = [
  { item: 0, weight: 1 },
  { item: 1, weight: 1 },
]

function ask(scratch: Scratch): ScoredItem[] {
  return scoreNext({
    live,
    atMs: START_MS,
    allowed: () => true,
    limit: 10,
    history: HISTORY,
    scratch: () => scratch,
  })
}

const anyRoom = fc.record({
  passes: fc.nat(9),
  slots: fc.nat(20),
  rows: fc.nat(500),
  entries: fc.integer({ min: 30_000, max: 90_000 }),
  cells: fc.nat(99_999),
})

describe('a scratch', () => {
  it('answers as a new one does after a query for which there was no memory', () => {
    fc.assert(
      fc.property(anyRoom, (asked) => {
        const scratch = createScratch()
        ask(scratch)
        withoutMemory(() => {
          expect(() => {
            scratch.reserve(asked)
          }).toThrow(RangeError)
        })
        expect(ask(scratch)).toEqual(ask(createScratch()))
        scratch.reserve(asked)
        expect(scratch.arrays.neighbours.length).toBeGreaterThanOrEqual(asked.entries)
      }),
    )
  })

  it('begins to count anew before its numbers get too large', () => {
    const scratch: { base: number } & Scratch = createScratch()
    ask(scratch)
    for (const before of [2 ** 30, 2 ** 31 - 2 ** 29 - 2, 2 ** 31 - 2 ** 29 + 5]) {
      scratch.base = before
      expect(ask(scratch)).toEqual(ask(createScratch()))
      expect(ask(scratch)).toEqual(ask(createScratch()))
    }
    expect(scratch.base).toBeLessThan(1000)
  })
})

function withoutMemory(work: () => void): void {
  const prototype = wasm.Memory.prototype as { grow: unknown }
  const { grow } = prototype
  prototype.grow = () => {
    throw new RangeError('no more room')
  }
  try {
    work()
  } finally {
    prototype.grow = grow
  }
}
