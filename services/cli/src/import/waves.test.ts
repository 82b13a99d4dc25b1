import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ImportEvent } from './import-event.ts'
import { inOrderOfTime } from './import-event.ts'
import { waveAt } from './waves.ts'

const SHAPE = { requestSize: 5, lanes: 3 }

function histories(): fc.Arbitrary<ImportEvent[]> {
  const event = fc.record({ viewer: fc.integer({ min: 0, max: 6 }), atMs: fc.integer({ min: 0, max: 50 }) })
  return fc.array(event, { maxLength: 80 }).map((events) =>
    inOrderOfTime(
      events.map(({ viewer, atMs }, at) => ({
        row: at + 1,
        viewer: `v${viewer}`,
        item: 'i',
        atMs,
        sign: { kind: 'watch' },
      })),
    ),
  )
}

describe('waves', () => {
  it('hand out every event once, in requests no larger than allowed', () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const sent: number[] = []
        let from = 0
        for (;;) {
          const wave = waveAt(events, from, SHAPE)
          if (wave.size === 0) break
          const requests = wave.lanes.flat()
          expect(wave.lanes.length).toBeLessThanOrEqual(SHAPE.lanes)
          for (const request of requests) expect(request.length).toBeLessThanOrEqual(SHAPE.requestSize)
          sent.push(...requests.flat().map((event) => event.row))
          from += wave.size
        }
        expect(sent.sort((a, b) => a - b)).toEqual(events.map((event) => event.row).sort((a, b) => a - b))
      }),
    )
  })

  it("keep a viewer's events in one lane, in their order", () => {
    fc.assert(
      fc.property(histories(), (events) => {
        const wave = waveAt(events, 0, SHAPE)
        const laneOf = new Map<string, number>()
        wave.lanes.forEach((requests, lane) => {
          const inLane = requests.flat()
          for (const event of inLane) {
            expect(laneOf.get(event.viewer) ?? lane).toBe(lane)
            laneOf.set(event.viewer, lane)
          }
          expect(inLane).toEqual(inOrderOfTime([...inLane]))
        })
      }),
    )
  })
})
