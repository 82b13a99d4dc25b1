/** A catalogue, a model and whoever asks, as small as a test of a row needs them, and what a row may then know. */
import { createCatalog } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import type { CatalogItem } from '@upnext/contracts'
import type { Model } from '@upnext/recsys'
import { OWN_DEFAULTS } from '@upnext/rows'
import type { RowKind, RowSpecOf, TitleFilter } from '@upnext/rows'
import { AS_SCORED } from '../answer/single-row.ts'
import { askingNobody, askingViewer } from '../facts/asker.ts'
import type { Asker } from '../facts/asker.ts'
import { SILENT } from '../request/fields.ts'
import type { RequestFacts } from '../request/fields.ts'
import { causesOf } from '../rows/candidate.ts'
import type { Candidate, CandidateCause } from '../rows/candidate.ts'
import { createRowContext, factsFor } from '../rows/row-context.ts'
import type { RowDraft } from '../rows/row-maker.ts'
import { createTrends } from '../trends/trends.ts'
import { aProfile, aServedModel } from './a-model.ts'
import { someRowSources } from './some-sources.ts'
import { aMovie } from './some-titles.ts'
import { someTrends } from './some-trends.ts'

export const NOW = 1_750_000_000_000

export interface RowWorld {
  /** Ids stand for movies that every rule lets through. */
  readonly items: readonly (CatalogItem | string)[]
  /** Absent: none yet. */
  readonly model?: Model
  /** Newest first, each to the end. */
  readonly watched?: readonly string[]
  readonly request?: Partial<RequestFacts>
  readonly asker?: Partial<Asker>
  /** Said at {@link NOW}: plays by country (`''`: everywhere) and title, most watched first. */
  readonly trends?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Time since {@link NOW}. */
  readonly laterMs?: number
  readonly about?: string
  readonly excluded?: readonly string[]
  /** Absent: any title. */
  readonly filter?: TitleFilter
  readonly depth?: number
  readonly seed?: string
  readonly exploration?: number
}

export function aRowWorld(world: RowWorld) {
  const { model, about, excluded = [], filter = null, depth = 20, seed = 'seed', exploration = 0, laterMs = 0 } = world
  const nowMs = NOW + laterMs
  const catalog = createCatalog()
  for (const item of world.items)
    catalog.apply({ item: typeof item === 'string' ? aMovie({ itemId: item }) : item, receivedAtMs: 0 })
  const trends = createTrends()
  for (const [where, plays] of Object.entries(world.trends ?? {}))
    trends.apply({ trainerEpoch: 1 }, someTrends(where, NOW, plays))
  const asker = { ...askerOf(world), ...world.asker }
  const query = {
    asker,
    facts: factsFor(asker, { excludedIds: excluded, filter }, nowMs),
    served: model === undefined ? null : aServedModel(model),
    about: about === undefined ? null : (catalog.byHash(itemHash(about)) ?? null),
    list: { ...AS_SCORED, exploration },
    seed,
    depth,
  }
  return { ...createRowContext(query, someRowSources({ catalog, trends, clock: { now: () => nowMs } })), catalog }
}

/** A row of the rows file with only what matters said; its type's own settings are the usual ones. */
export function aSpec<Kind extends RowKind, Parts extends Partial<RowSpecOf<Kind>>>(type: Kind, parts?: Parts) {
  const common = { id: type.replaceAll('_', '-'), items: 20, min_items: 1, priority: 0, fill: false, fits: null }
  return { type, ...common, ...OWN_DEFAULTS[type], ...(parts as Parts) }
}

export const idsOf = (row: RowDraft | undefined): string[] => row?.candidates.map(({ title }) => title.itemId) ?? []

/** Of each title in its order. */
export const causesIn = (row: RowDraft | null | undefined): (readonly CandidateCause[])[] =>
  row?.candidates.map(causesOf) ?? []

/** Type of the weightiest cause that names no title; `null` where a title brought it. */
export function factOf(candidate: Candidate | undefined) {
  const [cause] = candidate === undefined ? [] : causesOf(candidate)
  return cause?.kind === 'fact' ? cause : null
}

function askerOf({ watched = [], request = {} }: RowWorld): Asker {
  const facts = { ...SILENT, ...request }
  if (watched.length === 0) return askingNobody(facts)
  const place = { generation: 1, partition: 0, nextOffset: 1, behind: false }
  return askingViewer({ kind: 'read', profile: aProfile(watched), ...place }, facts)
}
