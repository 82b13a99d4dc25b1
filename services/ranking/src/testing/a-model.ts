/** Small models and profiles for tests, said in ids instead of numbers. */
import { itemHash } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import type { Profile, RecentTitle, SettingsState } from '@upnext/profiles'
import { ROW_SETS, createLiveModel } from '@upnext/recsys'
import type { Model } from '@upnext/recsys'
import type { ServedModel } from '../model/served-model.ts'

export const ROWS = 'rows'

type Rows = Readonly<Record<string, readonly (readonly [string, number])[]>>

/**
 * `rows`: what goes with a title, with its score, best first. `popularity`: how much a title is watched; others: 0. `content`:
 * which titles are about the same; said only where it matters.
 */
export function aModel(rows: Rows, popularity: Readonly<Record<string, number>> = {}, content: Rows = {}): Model {
  const everyRow = [...Object.values(rows), ...Object.values(content)].flat()
  const ids = new Set([
    ...Object.keys(rows),
    ...Object.keys(content),
    ...everyRow.map(([id]) => id),
    ...Object.keys(popularity),
  ])
  const byHash = new Map([...ids].map((id) => [itemHash(id), id]))
  const items = [...byHash.keys()].sort()
  const numbers = new Map<ItemHash, number>(items.map((hash, number) => [hash, number]))
  const rowSetOf = (of: Rows) => {
    const rowOf = (hash: ItemHash) => of[byHash.get(hash) ?? ''] ?? []
    const entries = items.flatMap(rowOf)
    let end = 0
    return {
      offsets: Uint32Array.from([0, ...items.map((hash) => (end += rowOf(hash).length))]),
      neighbours: Uint32Array.from(entries, ([id]) => numbers.get(itemHash(id)) ?? 0),
      scores: Float32Array.from(entries, ([, score]) => score),
    }
  }
  const popularities = Float32Array.from(items, (hash) => popularity[byHash.get(hash) ?? ''] ?? 0)
  return {
    items,
    rowSets: new Map([
      [ROWS, rowSetOf(rows)],
      [ROW_SETS.content, rowSetOf(content)],
    ]),
    popularity: { total: popularities, month: popularities, days: popularities, asOfMs: 0 },
    parameters: {
      channels: [{ rowSet: ROWS, recency: 5 }],
      blend: [1],
      ranker: null,
      again: null,
      historyLimit: 100,
    },
  }
}

/** The same model with learned weights: of the rows, linear and logarithmic, and of three popularities. */
export function aLearnedModel(model: Model): Model {
  return { ...model, parameters: { ...model.parameters, ranker: { weights: [0.5, 1, 0.3, 0.1, -0.2] } } }
}

export function aServedModel(model: Model, id = 'm1'): ServedModel {
  return { id, live: createLiveModel(model) }
}

/** Titles watched to the end, newest first. */
export function aProfile(watched: readonly string[], parts: Partial<Profile> = {}): Profile {
  const entries = watched.map((id, i): RecentTitle => {
    const atMs = 1_000_000_000_000 - i * 1000
    return {
      key: itemHash(id),
      sessions: [{ atMs, session: 0, episode: '', positionS: 100, durationS: 100 }],
      rated: null,
    }
  })
  return { ...emptyProfile(), recent: { entries, horizon: null }, ...parts }
}

export interface SettingValues {
  readonly kids?: boolean | undefined
  readonly maturityLimit?: number | undefined
  readonly country?: string | undefined
  readonly languages?: readonly string[] | undefined
  readonly tier?: string | undefined
}

export function settingsOf(values: SettingValues): SettingsState {
  const said = <T>(value: T | undefined) => (value === undefined ? null : { atMs: 1, value })
  return {
    ...emptyProfile().settings,
    kids: said(values.kids),
    maturityLimit: said(values.maturityLimit),
    country: said(values.country),
    languages: said(values.languages),
    tier: said(values.tier),
  }
}
