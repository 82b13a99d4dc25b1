/** Rows files and requests for pages, made up by dice. */

import { DEFAULT_LIST, ROW_DEFAULTS, changedList, compileFilter, completeRow } from '@upnext/rows'
import type { ListChanges, RowDocument, RowKind, RowSpec, RowsFile, TitleFilter } from '@upnext/rows'
import type { PageRequest } from '../request/page-request.ts'
import { DAY_MS } from '../rows/day.ts'
import { AGES, COUNTRIES, GENRES, NOW, SELF, TIERS, UNKNOWN_ID } from './a-random-world.ts'
import type { Dice } from './dice.ts'
import type { OracleItem } from './oracle.ts'

/** The one that chance is let into comes more often. */
const KINDS: readonly RowKind[] = [...(Object.keys(ROW_DEFAULTS) as RowKind[]), 'next_to_watch', 'next_to_watch']
const DEVICES = ['tv', 'phone']

/** Expressions, each with what it means of a document. */
export const FILTERS: readonly {
  readonly text: string
  readonly holds: (item: OracleItem) => boolean
  readonly fits: TitleFilter
}[] = [
  { text: 'year >= 1990', holds: ({ year }: OracleItem) => year !== undefined && year >= 1990 },
  { text: 'kind == "movie"', holds: ({ kind }: OracleItem) => kind === 1 },
  { text: '!("Drama" in genres)', holds: ({ genres }: OracleItem) => !genres.includes('Drama') },
].map((filter) => {
  const compiled = compileFilter(filter.text)
  if (!compiled.ok) throw new TypeError(compiled.problem)
  return { ...filter, fits: compiled.filter }
})

export function aRandomRowsFile(dice: Dice, ids: readonly string[], mostRows: number): RowsFile {
  const page = (id: string) => ({ id, rows: anyRows(dice, ids, 1 + dice.below(mostRows)) })
  const variant = (id: string, changes: { page?: boolean } = {}) => ({
    id,
    share: 0.5,
    page: changes.page === true ? { insteadOf: 'home', use: 'other' } : null,
    list: dice.chance(0.5) ? anyList(dice) : {},
    ranker: dice.oneOf(['learned', 'blend'] as const),
  })
  const budget = () => ({
    rows: dice.maybe(0.5, () => 1 + dice.below(6)),
    items: dice.maybe(0.5, () => 1 + dice.below(6)),
  })
  return {
    name: 'random-1',
    list: changedList(DEFAULT_LIST, anyList(dice)),
    budgets: new Map(dice.some(DEVICES).map((device) => [device, budget()])),
    pages: new Map(['home', 'other'].map((id) => [id, page(id)])),
    experiments: Array.from({ length: dice.oneOf([0, 0, 1, 2]) }, (_, i) => ({
      id: `x${i}`,
      salt: `${dice.below(1000)}`,
      audience: dice.oneOf([1, 0.5]),
      variants: [variant('a'), variant('b', { page: dice.chance(0.5) })],
    })),
  }
}

function anyRows(dice: Dice, ids: readonly string[], count: number): RowSpec[] {
  return Array.from({ length: count }, (_, i) =>
    completeRow({ ...anyRow(dice, dice.oneOf(KINDS), ids), id: `row-${i}` }),
  )
}

function anyRow(dice: Dice, type: RowKind, ids: readonly string[]): RowDocument {
  // What chance puts into a row has to pass its filter too: often both, because few rows are left to chance.
  const explores = type === 'next_to_watch' && dice.chance(0.5)
  const common = {
    id: '',
    items: dice.maybe(0.7, () => 1 + dice.below(8)),
    min_items: dice.maybe(0.6, () => 1 + dice.below(3)),
    priority: dice.maybe(0.3, () => dice.below(1000)),
    filter: dice.maybe(explores ? 0.7 : 0.15, () => dice.oneOf(FILTERS).text),
    audience: dice.maybe(0.15, () => dice.oneOf(['all', 'adults', 'kids'] as const)),
    countries: dice.maybe(0.1, () => [dice.oneOf(COUNTRIES)]),
    fill: dice.maybe(0.3, () => dice.chance(0.5)),
    list: explores ? { ...anyList(dice), exploration: 1 } : dice.maybe(0.3, () => anyList(dice)),
    title: dice.maybe(0.1, () => ({ template: 'mine' })),
  }
  return Object.assign(common, ownSettings(dice, type, ids)) as RowDocument
}

function ownSettings(dice: Dice, type: RowKind, ids: readonly string[]): object {
  const days = () => dice.maybe(0.5, () => dice.oneOf([1, 10, 60, 3650]))
  switch (type) {
    case 'continue_watching':
      return { type, next_episode: dice.maybe(0.5, () => dice.chance(0.5)), within_days: days() }
    case 'watch_next':
    case 'new_arrivals':
    case 'leaving_soon':
    case 'friends':
      return { type, within_days: days() }
    case 'watch_again':
      return { type, after_days: days() }
    case 'because_you_watched':
      return {
        type,
        count: dice.maybe(0.6, () => 1 + dice.below(4)),
        min_weight: dice.maybe(0.5, () => dice.oneOf([0, 0.3, 1])),
      }
    case 'trending':
      return { type, scope: dice.maybe(0.5, () => dice.oneOf(['everywhere', 'country'] as const)) }
    case 'popular':
      return { type, period: dice.maybe(0.5, () => dice.oneOf(['month', 'all_time'] as const)) }
    case 'genre':
      return dice.chance(0.5)
        ? { type, genre: dice.oneOf(GENRES) }
        : { type, count: dice.maybe(0.6, () => 1 + dice.below(4)) }
    case 'hidden_gems':
      return { type, most_popular: dice.maybe(0.5, () => dice.oneOf([0, 0.3, 1])) }
    case 'editorial':
      return { type, item_ids: someTitles(dice, ids, 8) }
    case 'sponsored':
      return {
        type,
        most_per_page: dice.maybe(0.5, () => 1 + dice.below(4)),
        campaigns: [0, 1].map((i) => aCampaign(dice, i, ids)),
      }
    default:
      return { type }
  }
}

function aCampaign(dice: Dice, number: number, ids: readonly string[]) {
  const time = (days: number) => new Date(NOW + days * DAY_MS).toISOString()
  return {
    id: `campaign-${number}`,
    sponsor: `sponsor-${number}`,
    items: someTitles(dice, ids, 4),
    countries: dice.maybe(0.3, () => [dice.oneOf(COUNTRIES)]),
    from: dice.maybe(0.3, () => time(dice.oneOf([-1, 0, 1]))),
    to: dice.maybe(0.3, () => time(dice.oneOf([-1, 0, 2]))),
  }
}

/** At least one, none twice. */
function someTitles(dice: Dice, ids: readonly string[], most: number): string[] {
  return [...new Set([dice.oneOf(ids), ...dice.some(ids, most)])]
}

function anyList(dice: Dice): ListChanges {
  return {
    diversity: dice.maybe(0.5, () => dice.oneOf([0, 0.5, 1])),
    calibration: dice.maybe(0.5, () => dice.oneOf([0, 0.5, 1])),
    popularity: dice.maybe(0.5, () => dice.oneOf([-1, 0, 1])),
    fatigue: dice.maybe(0.5, () => dice.oneOf([0, 1])),
    exploration: dice.maybe(0.5, () => dice.oneOf([0, 0.1, 1])),
  }
}

/** With the filter of {@link FILTERS} that it has, if any. */
export function aRandomRequest(dice: Dice, ids: readonly string[], isGuest: boolean) {
  const known = ids.filter((id) => id !== UNKNOWN_ID)
  const filter = dice.maybe(0.15, () => dice.oneOf(FILTERS)) ?? null
  const places = new Set<number>()
  const request: PageRequest = {
    audience: isGuest
      ? { kind: 'guest', items: dice.some(ids, 6).map((itemId) => ({ itemId, weight: dice.oneOf([1, 0.5, -1]) })) }
      : { kind: 'viewer', key: SELF, after: null },
    page: dice.oneOf(['home', 'home', 'other']),
    itemId: known.length === 0 ? null : (dice.maybe(0.4, () => dice.oneOf(known)) ?? null),
    budget: {
      rows: dice.maybe(0.2, () => 1 + dice.below(5)) ?? null,
      items: dice.maybe(0.2, () => 1 + dice.below(5)) ?? null,
    },
    excludeItemIds: dice.chance(0.3) ? dice.some(ids, 5) : [],
    facts: {
      country: dice.maybe(0.6, () => dice.oneOf(COUNTRIES)) ?? null,
      maturityLimit: dice.maybe(0.2, () => dice.oneOf(AGES)) ?? null,
      kids: dice.maybe(0.2, () => dice.chance(0.4)) ?? null,
      languages: dice.chance(0.1) ? dice.some(['EN', 'de-AT']) : [],
      tier: dice.maybe(0.3, () => dice.oneOf(TIERS)) ?? null,
      device: dice.maybe(0.4, () => dice.oneOf(DEVICES)) ?? null,
      locale: null,
      withoutPersonalization: dice.chance(0.1),
    },
    wishes: {
      filter: filter?.fits ?? null,
      boosts: Array.from({ length: dice.oneOf([0, 0, 0, 2]) }, () => ({
        fits: dice.oneOf(FILTERS).fits,
        factor: dice.oneOf([0.1, 3, 10]),
      })),
      pins: Array.from({ length: dice.oneOf([0, 0, 0, 1, 3]) }, () => ({
        itemId: dice.oneOf(ids),
        rowId: dice.maybe(0.5, () => `row-${dice.below(6)}`) ?? null,
        position: dice.below(5),
      })).filter(({ position }) => places.size < places.add(position).size),
    },
    sessionId: dice.maybe(0.5, () => `session-${dice.below(3)}`) ?? null,
  }
  return { request, filter }
}
