/** Small models and profiles for tests, said in ids instead of numbers. */
import { itemHash } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import type { Profile, RecentTitle, SettingsState } from '@upnext/profiles'
import { createItemIndex, createLiveRows } from '@upnext/recsys'
import type { Model } from '@upnext/recsys'
import type { ServedModel } from '../model/served-model.ts'

export const ROWS = 'rows'

/** `rows`: what goes with a title, with its score, best first. `popularity`: how much a title is watched; others: 0. */
export function aModel(
  rows: Readonly<Record<string, readonly (readonly [string, number])[]>>,
  popularity: Readonly<Record<string, number>> = {},
): Model {
  const ids = new Set([
    ...Object.keys(rows),
    ...Object.values(rows)
      .flat()
      .map(([id]) => id),
    ...Object.keys(popularity),
  ])
  const byHash = new Map([...ids].map((id) => [itemHash(id), id]))
  const items = [...byHash.keys()].sort()
  const numbers = new Map<ItemHash, number>(items.map((hash, number) => [hash, number]))
  const rowOf = (hash: ItemHash) => rows[byHash.get(hash) ?? ''] ?? []
  const entries = items.flatMap(rowOf)
  return {
    items,
    rowSets: new Map([
      [
        ROWS,
        {
          offsets: Uint32Array.from([0, ...items.map((_, i) => items.slice(0, i + 1).flatMap(rowOf).length)]),
          neighbours: Uint32Array.from(entries, ([id]) => numbers.get(itemHash(id)) ?? 0),
          scores: Float32Array.from(entries, ([, score]) => score),
        },
      ],
    ]),
    popularity: Float32Array.from(items, (hash) => popularity[byHash.get(hash) ?? ''] ?? 0),
    parameters: { channels: [{ rowSet: ROWS, weight: 1, recency: 5 }] },
  }
}

export function aServedModel(model: Model, id = 'm1'): ServedModel {
  return { id, model, index: createItemIndex(model.items), live: createLiveRows() }
}

/** Titles watched to the end, newest first. */
export function aProfile(watched: readonly string[], parts: Partial<Profile> = {}): Profile {
  const entries = watched.map((id, i): RecentTitle => {
    const atMs = 1_000_000_000_000 - i * 1000
    return {
      key: itemHash(id),
      watched: { atMs, session: 0, episode: '', positionS: 100, durationS: 100 },
      rated: null,
    }
  })
  return { ...emptyProfile(), recent: { entries, horizon: null }, ...parts }
}

export function settingsOf(values: { kids?: boolean; maturityLimit?: number; country?: string }): SettingsState {
  const said = <T>(value: T | undefined) => (value === undefined ? null : { atMs: 1, value })
  return {
    ...emptyProfile().settings,
    kids: said(values.kids),
    maturityLimit: said(values.maturityLimit),
    country: said(values.country),
  }
}
