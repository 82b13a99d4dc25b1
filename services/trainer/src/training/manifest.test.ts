import { describe, expect, it } from '@jest/globals'
import { MODEL_SETTINGS } from '@upnext/recsys'
import type { Configuration } from '@upnext/recsys'
import { incumbentOf, isUntuned, manifestOf, originOf } from './manifest.ts'
import type { Tuning } from './manifest.ts'

const configuration: Configuration = {
  settings: { ...MODEL_SETTINGS, ridge: { regularization: 60, candidates: 80 } },
  ranker: { weights: [0.1, -2, 1 / 3] },
  again: null,
}

function aManifest(report: Tuning['report']): Record<string, unknown> {
  const manifest = manifestOf({
    epoch: 1,
    trainedAtMs: 2,
    codeVersion: 'test',
    positions: [],
    catalogPositions: [],
    events: 3,
    viewers: 4,
    titles: 5,
    plays: 6,
    unit: 0.7,
    configuration,
    mode: 'live',
    tuning: { plays: 5, report },
  })
  return JSON.parse(JSON.stringify(manifest)) as Record<string, unknown>
}

describe('a manifest', () => {
  it('gives back the configuration exactly, and how it was found', () => {
    const report = { kind: 'time', heldOut: 9 }
    const origin = originOf(aManifest(report))
    expect(origin).toEqual({ configuration, mode: 'live', tuning: { plays: 5, report } })
    expect(incumbentOf(origin, 'live')).toBe(origin)
  })

  it('gives nothing to keep where nothing was chosen, or for another use', () => {
    expect(incumbentOf(originOf(aManifest({ kind: 'too-few' })), 'live')).toBeNull()
    expect(incumbentOf(originOf(aManifest({ kind: 'untuned' })), 'live')).toBeNull()
    expect(incumbentOf(originOf(aManifest({ kind: 'time' })), 'nightly')).toBeNull()
    expect(incumbentOf(null, 'live')).toBeNull()
  })

  it('says that a model is still to be tuned, but not where tuning has found too few plays', () => {
    expect(isUntuned(originOf(aManifest({ kind: 'untuned' })))).toBe(true)
    expect(isUntuned(originOf(aManifest({ kind: 'too-few' })))).toBe(false)
    expect(isUntuned(null)).toBe(false)
  })

  it.each<[string, (manifest: Record<string, unknown>) => unknown]>([
    ['an empty one', () => ({})],
    ['one of another format', (manifest) => ({ ...manifest, format: 2 })],
    [
      'one with a setting that is not known',
      (manifest) => ({ ...manifest, configuration: { ...configuration, more: 1 } }),
    ],
    ['one with a weight that is no number', (manifest) => ({ ...manifest, configuration: withWeight(null) })],
  ])('of another kind is not read: %s', (_, change) => {
    expect(originOf(change(aManifest({ kind: 'time' })) as Record<string, unknown>)).toBeNull()
  })
})

function withWeight(weight: unknown): unknown {
  return { ...configuration, ranker: { weights: [weight] } }
}
