/** A small catalogue, a viewer with a profile, friends, a model and trends, made up by dice. */
import { CatalogItem, ItemKind, fingerprintOf, itemHash, viewerKey } from '@upnext/contracts'
import type { TrendsUpdate } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import type { DismissedTitle, OwnedTitle, Profile, RecentTitle } from '@upnext/profiles'
import type { Model } from '@upnext/recsys'
import { DAY_MS } from '../rows/day.ts'
import { aLearnedModel, aModel, settingsOf } from './a-model.ts'
import type { Dice } from './dice.ts'
import { following } from './some-friends.ts'
import { someTrends } from './some-trends.ts'

export const NOW = Date.UTC(2026, 0, 1)
export const COUNTRIES = ['DE', 'FR', 'JP']
export const TIERS = ['basic', 'premium']
export const AGES = [0, 6, 7, 8, 12, 16]
/** The first two make the same row id, and the last one none. */
export const GENRES = ['Sci-Fi', 'Sci Fi', 'Drama', 'Crime', '!?']
const KEYS = { secret: Buffer.alloc(32), namespace: 'test' }
export const SELF = viewerKey(KEYS, 'self')
export const FRIENDS = ['f0', 'f1', 'f2'].map((name) => viewerKey(KEYS, name))

/** Events and files may name a title that the catalogue does not have. */
export const UNKNOWN_ID = 'gone'

export interface World {
  readonly items: readonly CatalogItem[]
  /** Of all items, and of some that the catalogue does not have. */
  readonly ids: readonly string[]
  readonly profile: Profile
  /** By their keys, in the order of {@link FRIENDS}. */
  readonly friends: readonly Profile[]
  readonly trends: readonly TrendsUpdate[]
}

export function aRandomWorld(dice: Dice, titles: number): World {
  const ids = Array.from({ length: titles }, (_, i) => `t${i}`)
  const items: CatalogItem[] = []
  for (const itemId of ids) items.push(anyItem(dice, itemId, items))
  const known = [...ids, UNKNOWN_ID]
  return {
    items,
    ids: known,
    profile: anyProfile(dice, known),
    friends: FRIENDS.map(() => aFriend(dice, known)),
    trends: ['', ...COUNTRIES].filter(() => dice.chance(0.6)).map((country) => anyTrends(dice, country, known)),
  }
}

export function aRandomModel(dice: Dice, ids: readonly string[]): Model {
  const rowsOf = (share: number) =>
    Object.fromEntries(ids.filter(() => dice.chance(share)).map((id) => [id, anyRow(dice, id, ids)]))
  const popularity = Object.fromEntries(dice.some(ids).map((id) => [id, dice.below(40)]))
  const model = aModel(rowsOf(0.6), popularity, rowsOf(0.7))
  return dice.chance(0.5) ? aLearnedModel(model) : model
}

const { ITEM_KIND_EPISODE: EPISODE, ITEM_KIND_MOVIE: MOVIE, ITEM_KIND_SERIES: SERIES } = ItemKind
/** Movies mostly; the last was not said. */
const KINDS = [
  MOVIE,
  MOVIE,
  MOVIE,
  MOVIE,
  MOVIE,
  SERIES,
  SERIES,
  ItemKind.ITEM_KIND_SEASON,
  ItemKind.ITEM_KIND_UNSPECIFIED,
]

function anyRow(dice: Dice, id: string, ids: readonly string[]): [string, number][] {
  const others = dice.some(
    ids.filter((other) => other !== id),
    8,
  )
  return others.map((other, i): [string, number] => [other, 1 / (i + 1)])
}

function anyTrends(dice: Dice, country: string, ids: readonly string[]): TrendsUpdate {
  const plays = () => Object.fromEntries(dice.some(ids, 8).map((id, i) => [id, 12 / (i + 1)]))
  return someTrends(country, NOW - dice.below(3_600_000), plays(), plays())
}

function anyItem(dice: Dice, itemId: string, before: readonly CatalogItem[]): CatalogItem {
  const series = before.filter(({ kind }) => kind === ItemKind.ITEM_KIND_SERIES)
  const kind = dice.oneOf([...KINDS, ...(series.length === 0 ? [] : [EPISODE, EPISODE, EPISODE])])
  const isPart = kind === ItemKind.ITEM_KIND_SEASON || kind === EPISODE
  const places = dice.some(COUNTRIES)
  // Parts mostly say nothing themselves: their series does.
  const says = isPart ? 0.3 : 0.9
  return CatalogItem.fromPartial({
    itemId,
    title: `Title of ${itemId}`,
    kind,
    seriesId: !isPart ? '' : series.length === 0 || dice.chance(0.05) ? 'no-such-series' : dice.oneOf(series).itemId,
    seasonNumber: isPart ? dice.oneOf([0, 1, 1, 2]) : undefined,
    episodeNumber: kind === EPISODE ? dice.below(4) : undefined,
    genres: dice.some(GENRES, 3),
    people: dice.some(['Ann', 'Bob', 'Cid'], 2).map((name) => ({ name, role: 'actor' })),
    franchise: dice.oneOf(['', '', 'one', 'two']),
    year: dice.maybe(0.9, () => 1950 + dice.below(75)),
    durationS: dice.maybe(0.9, () => 1000),
    languages: dice.chance(says) ? dice.some(['en', 'en-US', 'DE', 'fr'], 3) : [],
    maturityAge: dice.maybe(says, () => dice.oneOf(AGES)),
    madeForKids: dice.maybe(0.5, () => dice.chance(0.5)),
    regions: dice.maybe(says, () => ({ everywhere: dice.chance(0.8), countries: places })),
    windows: Array.from({ length: dice.oneOf([0, 0, 0, 1, 1, 2]) }, () => ({
      startsAtMs: dice.maybe(0.7, () => NOW + dice.oneOf([-40 * DAY_MS, -5 * DAY_MS, -DAY_MS, 0, 1])),
      endsAtMs: dice.maybe(0.6, () => NOW + dice.oneOf([-1, 0, 1, 3 * DAY_MS, 30 * DAY_MS])),
      countries: dice.chance(0.7) ? [] : dice.some(COUNTRIES, 2),
    })),
    tiers: dice.maybe(0.5, () => ({ every: dice.chance(0.6), names: dice.some(TIERS) })),
    offer: dice.maybe(0.5, () => ({ rent: dice.chance(0.6), buy: dice.chance(0.6) })),
    withdrawn: dice.chance(0.08),
    revision: 1,
  })
}

function anyProfile(dice: Dice, ids: readonly string[]): Profile {
  const decision = (): { atMs: number; on: boolean } => ({ atMs: anyTime(dice), on: dice.chance(0.8) })
  const empty = emptyProfile()
  return {
    ...empty,
    recent: { entries: dice.some(ids, 8).map((id) => anyRecent(dice, id, ids)), horizon: null },
    seen: dice.some(ids, 3).map((id) => ({ fingerprint: fingerprintOf(itemHash(id)), day: 1 })),
    dismissed: { entries: dice.some(ids, 3).map((id): DismissedTitle => anyDismissed(dice, id)), horizon: null },
    list: { entries: dice.some(ids, 5).map((id) => ({ key: itemHash(id), listed: decision() })), horizon: null },
    transactions: { entries: dice.some(ids, 3).map((id) => anyOwned(dice, id)), horizon: null },
    impressions: { entries: dice.some(ids, 6).map((id) => anImpressed(dice, id)), horizon: null },
    following: {
      entries: dice.some(FRIENDS).map((key) => following(key, { requested: NOW, on: dice.chance(0.9) })),
      horizon: null,
    },
    consent: {
      ...empty.consent,
      personalization: dice.maybe(0.3, decision) ?? null,
      sponsored: dice.maybe(0.7, decision) ?? null,
    },
    settings: settingsOf({
      kids: dice.maybe(0.15, () => dice.chance(0.7)),
      maturityLimit: dice.maybe(0.2, () => dice.oneOf(AGES)),
      country: dice.maybe(0.5, () => dice.oneOf(COUNTRIES)),
      languages: dice.maybe(0.15, () => dice.some(['EN', 'de-AT'])),
      tier: dice.maybe(0.3, () => dice.oneOf(TIERS)),
    }),
  }
}

function aFriend(dice: Dice, ids: readonly string[]): Profile {
  const profile = anyProfile(dice, ids)
  const shareWatching = dice.maybe(0.8, () => ({ atMs: 1, value: dice.chance(0.8) })) ?? null
  const accepted = dice.maybe(0.8, () => following(SELF, { accepted: 1, on: dice.chance(0.8) }))
  return {
    ...profile,
    settings: { ...profile.settings, shareWatching },
    following: { entries: accepted === undefined ? [] : [accepted], horizon: null },
  }
}

/** Long ago, of late, now, and from clocks that are years off. */
function anyTime(dice: Dice): number {
  return dice.oneOf([
    0,
    NOW - 400 * DAY_MS,
    NOW - 40 * DAY_MS,
    NOW - 2 * DAY_MS,
    NOW - dice.below(DAY_MS),
    NOW,
    NOW + 3650 * DAY_MS,
  ])
}

function anyRecent(dice: Dice, id: string, ids: readonly string[]): RecentTitle {
  const sessions = Array.from({ length: dice.below(4) }, () => ({
    atMs: anyTime(dice),
    session: 0,
    episode: dice.chance(0.5) ? itemHash(dice.oneOf(ids)) : ('' as const),
    positionS: dice.oneOf([0, 5, 70, 500, 950, 1000]),
    durationS: dice.oneOf([0, 1000, 1000]),
  })).sort((a, b) => b.atMs - a.atMs)
  const rated = dice.chance(0.3) || sessions.length === 0 ? { atMs: NOW, code: 1 + dice.below(12) } : null
  return { key: itemHash(id), sessions, rated }
}

function anyDismissed(dice: Dice, id: string): DismissedTitle {
  const decision = () => dice.maybe(0.6, () => ({ atMs: anyTime(dice), on: dice.chance(0.8) })) ?? null
  return { key: itemHash(id), notInterested: decision(), continueWatching: decision() }
}

function anyOwned(dice: Dice, id: string): OwnedTitle {
  const ownership = () =>
    dice.maybe(0.7, () => ({ atMs: 1, expiresAtMs: dice.oneOf([0, NOW - 1, NOW, NOW + 1]) })) ?? null
  return { key: itemHash(id), rented: ownership(), bought: ownership() }
}

function anImpressed(dice: Dice, id: string) {
  const shown = Array.from({ length: 1 + dice.below(8) }, (_, page) => ({ atMs: NOW - dice.below(5 * DAY_MS), page }))
  return { key: itemHash(id), shown: shown.sort((a, b) => b.atMs - a.atMs) }
}
