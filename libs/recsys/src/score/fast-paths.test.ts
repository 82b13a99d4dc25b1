import { describe, expect, it } from '@jest/globals'
import type { ItemHash } from '@upnext/contracts'
import { createLiveModel } from '../model/live-model.ts'
import type { LiveModel } from '../model/live-model.ts'
import type { Channel, Model, RowSet } from '../model/model.ts'
import { seededRandom } from '../random.ts'
import { oneScratch } from '../testing/one-scratch.ts'
import { fastExp } from './exp.ts'
import { featureCount } from './features.ts'
import { priorsOf } from './priors.ts'
import type { Cause, NextQuery } from './query.ts'
import { scoreNext } from './score-next.ts'

const TITLES = 40
const AT_MS = 1_700_000_000_000

/** The formula, title by title over the whole catalogue, without any memory or order that matters. */
function obvious(query: NextQuery): { item: number; score: number; causes: Cause[] }[] {
  const { live, history, again = false, allowed, limit, atMs } = query
  const { channels } = live.model.parameters
  const tables = again ? live.again : live.fresh
  const left = new Set((again ? history.slice(0, 1) : history).map(({ item }) => item))
  const titles = [...Array(TITLES).keys()].filter((item) => !left.has(item))
  const gave = (channel: Channel, d: number, item: number): number => {
    const decay = channel.recency === null ? 1 : Math.exp(-d / channel.recency)
    return decay < 0.002
      ? 0
      : (history[d]?.weight ?? 0) * decay * entry(live, channel.rowSet, history[d]?.item ?? 0, item)
  }
  const raw = channels.map((channel) =>
    titles.map((item) => history.reduce((sum, _, d) => sum + gave(channel, d, item), 0)),
  )
  const greatest = raw.map((sums) => Math.max(0, ...sums))
  const scored = titles.flatMap((item, at) => {
    const v = raw.map((sums, c) => ((greatest[c] ?? 0) > 0 ? Math.max(-1, (sums[at] ?? 0) / (greatest[c] ?? 1)) : 0))
    if (!v.some((value) => value > 0)) return []
    const f = v.map((value, c) => tables.channel(c, value))
    const popular = tables.learned ? tables.prior(live.popularity, item, atMs) : 0
    const place = history.findIndex((one) => one.item === item)
    const before = place >= 0 ? tables.watchedBefore(place) : 0
    const parts: Cause[] = history.map((one, d) => ({
      kind: 'title',
      item: one.item,
      share: channels.reduce((sum, channel, c) => {
        const whole = raw[c]?.[at] ?? 0
        return whole === 0 ? sum : sum + ((f[c] ?? 0) * gave(channel, d, item)) / whole
      }, 0),
    }))
    const causes: Cause[] = [...parts, { kind: 'popular', share: popular }, { kind: 'again', share: before }]
    const score = f.reduce((sum, value) => sum + value, popular + before)
    const positive = causes.filter(({ share }) => share > 0)
    // Where all is against a title, it is there for what says least against it.
    const least = parts
      .filter(({ share }) => share < 0)
      .sort((a, b) => b.share - a.share)
      .slice(0, 1)
    return tables.learned || score > 0 ? [{ item, score, causes: positive.length > 0 ? positive : least }] : []
  })
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score), 0)
  return scored
    .filter(({ item }) => allowed(item))
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, limit)
    .map(({ item, score, causes }) => {
      const sum = causes.reduce((all, { share }) => all + share, 0)
      return {
        item,
        score: tables.learned ? Math.exp(score) / total : score,
        causes: causes.map((cause) => ({ ...cause, share: cause.share / sum })).sort((a, b) => b.share - a.share),
      }
    })
}

function entry(live: LiveModel, rowSet: string, row: number, column: number): number {
  const place = { neighbours: new Uint32Array(0), scores: new Float32Array(0), start: 0, end: 0 }
  live.rowsOf(rowSet)(row, place)
  const at = place.neighbours.subarray(place.start, place.end).indexOf(column)
  return at < 0 ? 0 : (place.scores[place.start + at] ?? 0)
}

function randomRows(random: () => number): RowSet {
  const rows = Array.from({ length: TITLES }, (_, row) =>
    [...Array(TITLES).keys()].filter((item) => item !== row && random() < 0.15),
  )
  const ends = rows.map((_, row) => rows.slice(0, row + 1).flat().length)
  const neighbours = Uint32Array.from(rows.flat())
  return {
    offsets: Uint32Array.of(0, ...ends),
    neighbours,
    scores: Float32Array.from(neighbours, () => random() - 0.1),
  }
}

/**
 * Row sets with one, two and more readings than one pass adds up. The channels of `b` are apart on purpose: a row set is read once wherever
 * its channels stand.
 */
const CHANNELS: readonly Channel[] = [
  { rowSet: 'a', recency: 2 },
  { rowSet: 'b', recency: 0.5 },
  { rowSet: 'c', recency: null },
  { rowSet: 'a', recency: 6 },
  { rowSet: 'b', recency: null },
  { rowSet: 'a', recency: 20 },
  { rowSet: 'a', recency: 1 },
  { rowSet: 'a', recency: null },
]

function randomModel(random: () => number, learned: boolean): Model {
  const weights = (again: boolean): { weights: number[] } => ({
    weights: Array.from({ length: featureCount(CHANNELS.length, again) }, () => random() - 0.2),
  })
  const popularity = (): Float32Array => Float32Array.from({ length: TITLES }, () => random() * 50)
  return {
    items: Array.from({ length: TITLES }, (_, item) => item.toString(16).padStart(16, '0') as ItemHash),
    rowSets: new Map(['a', 'b', 'c'].map((name) => [name, randomRows(random)])),
    popularity: { total: popularity(), month: popularity(), days: popularity(), asOfMs: AT_MS },
    parameters: {
      channels: CHANNELS,
      historyLimit: 100,
      blend: CHANNELS.map(() => random() - 0.2),
      ranker: learned ? weights(false) : null,
      again: learned ? weights(true) : null,
    },
  }
}

describe('scoring at speed', () => {
  it('answers what the plain formula over all titles answers, with the same causes, whatever the scratch was used for', () => {
    const random = seededRandom(3)
    const scratch = oneScratch()
    for (let round = 0; round < 80; round++) {
      const live = createLiveModel(randomModel(random, round % 3 > 0))
      if (round % 5 === 0) {
        live.setRow('b', 3, { neighbours: Uint32Array.of(7, 1), scores: Float32Array.of(2, -0.5) })
        live.setRow('a', 4, { neighbours: new Uint32Array(0), scores: new Float32Array(0) })
      }
      const items = new Set(Array.from({ length: 1 + Math.floor(random() * 25) }, () => Math.floor(random() * TITLES)))
      const query: NextQuery = {
        live,
        scratch,
        history: [...items].map((item) => ({ item, weight: random() - 0.2 })),
        again: round % 2 === 0,
        allowed: (item) => item % 4 !== 0,
        limit: 1 + (round % 30),
        atMs: AT_MS + 1000,
      }
      const [answer, expected] = [scoreNext(query), obvious(query)]
      expect(answer.map(({ item }) => item)).toEqual(expected.map(({ item }) => item))
      for (const [at, { score, causes }] of answer.entries()) {
        expect(score).toBeCloseTo(expected[at]?.score ?? NaN, 10)
        expect(causes.map(({ share }) => Math.round(share * 1e9))).toEqual(
          expected[at]?.causes.map(({ share }) => Math.round(share * 1e9)),
        )
      }
    }
  })

  it('has room for a history as long as the catalogue after a short one', () => {
    const live = createLiveModel(randomModel(seededRandom(5), true))
    const scratch = oneScratch()
    const asked = { live, scratch, allowed: () => true, limit: 5, atMs: AT_MS }
    const long = [...Array(TITLES - 1).keys()].map((item) => ({ item, weight: 1 }))
    scoreNext({ ...asked, history: long.slice(0, 1) })
    expect(scoreNext({ ...asked, history: long })).toEqual(
      scoreNext({ ...asked, scratch: oneScratch(), history: long }),
    )
    expect(scoreNext({ ...asked, history: long.slice(0, 1) })).not.toEqual([])
  })
})

describe('priorsOf', () => {
  it.each([1, 256, 257, 1000])(
    'knows of %i plays since it was asked, as if it had never been asked before',
    (plays) => {
      const random = seededRandom(plays)
      const model = randomModel(random, true)
      const [asked, anew] = [createLiveModel(model), createLiveModel(model)]
      priorsOf(asked, asked.fresh, AT_MS)
      for (let play = 0; play < plays; play++) {
        const item = Math.floor(random() * TITLES)
        for (const live of [asked, anew]) live.popularity.add(item, 1, AT_MS)
      }
      expect([...priorsOf(asked, asked.fresh, AT_MS)]).toEqual([...priorsOf(anew, anew.fresh, AT_MS)])
    },
  )
})

describe('fastExp', () => {
  it('is within 1e-13 of the exact one, from the smallest to the largest', () => {
    let worst = 0
    for (let x = -700; x < 709; x += 0.0137) worst = Math.max(worst, Math.abs(fastExp(x) / Math.exp(x) - 1))
    expect(worst).toBeLessThan(1e-13)
    expect([fastExp(0), fastExp(Infinity), fastExp(-Infinity), fastExp(NaN)]).toEqual([1, Infinity, 0, NaN])
  })
})
