/** Whole cases: a world, and whoever asks in it, a rows file and a request, with what is true of them. */
import { createCatalog } from '@upnext/catalog'
import type { Catalog } from '@upnext/catalog'
import { fingerprintOf, itemHash } from '@upnext/contracts'
import type { CatalogItem, ItemHash } from '@upnext/contracts'
import { encodeProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import { defaultRows } from '@upnext/rows'
import type { RowsFile } from '@upnext/rows'
import type { AnswerSources } from '../answer/sources.ts'
import { readFriends } from '../facts/friends.ts'
import type { ProfileReading } from '../facts/read-profile.ts'
import type { ServedModel } from '../model/served-model.ts'
import type { PageRequest } from '../request/page-request.ts'
import { createTrends } from '../trends/trends.ts'
import { aServedModel } from './a-model.ts'
import type { SettingValues } from './a-model.ts'
import { aRandomRequest, aRandomRowsFile } from './a-random-page.ts'
import { FRIENDS, NOW, aRandomModel, aRandomWorld } from './a-random-world.ts'
import type { World } from './a-random-world.ts'
import type { Dice } from './dice.ts'
import type { OracleQuestion } from './oracle.ts'
import { wholeIdOf } from './reason-oracle.ts'
import type { Truth } from './reason-oracle.ts'
import { someSources } from './some-sources.ts'

export interface PageSetting extends Truth {
  readonly dice: Dice
  readonly file: RowsFile
  readonly served: ServedModel | null
  /** Everything that answering takes, of a replica that has answered the cases before in this world. */
  readonly used: AnswerSources
  /** The same, made anew: another replica, with these other parts. */
  sources(parts?: Partial<Parts>): AnswerSources
}

export interface Parts {
  readonly items: readonly CatalogItem[]
  readonly served: ServedModel | null
  readonly reading: ProfileReading
  readonly file: RowsFile
}

/** So many cases in one world: making a world and its model costs as much as answering in it. */
export function* pageSettings(dice: Dice, titles: number, mostRows: number, count: number): Iterable<PageSetting> {
  const world = aRandomWorld(dice, titles)
  const model = aServedModel(aRandomModel(dice, world.ids))
  const used = replicaOf(world.items, world)
  for (let made = 0; made < count; made++)
    yield aPageSetting(dice, { world, used, served: dice.chance(0.85) ? model : null }, mostRows)
}

interface Place {
  readonly world: World
  readonly used: AnswerSources
  readonly served: ServedModel | null
}

function aPageSetting(dice: Dice, { world, used, served }: Place, mostRows: number): PageSetting {
  const who = dice.oneOf(['viewer', 'viewer', 'viewer', 'viewer', 'unknown', 'unread', 'guest'] as const)
  const { request, filter } = aRandomRequest(dice, world.ids, who === 'guest')
  const file = aRandomRowsFile(dice, world.ids, mostRows)
  const whole = who === 'viewer' ? world.profile : null
  const isUsed = !request.facts.withoutPersonalization && whole?.consent.personalization?.on !== false
  const items = new Map(world.items.map((item) => [item.itemId, item]))
  const about = request.itemId === null ? null : wholeIdOf(request.itemId, { items })
  const profile = isUsed ? whole : null
  const question: OracleQuestion = {
    nowMs: NOW,
    request: request.facts,
    settings: settingsIn(whole),
    unread: who === 'unread',
    owned: idsWhere(world.ids, whole?.transactions.entries, ({ bought, rented }) =>
      [bought, rented].some((one) => one !== null && (one.expiresAtMs === 0 || one.expiresAtMs > NOW)),
    ),
    excluded: [
      ...request.excludeItemIds,
      ...(request.itemId === null ? [] : [request.itemId]),
      ...(about === null ? [] : [about]),
    ],
    dismissed: idsWhere(world.ids, whole?.dismissed.entries, ({ notInterested }) => notInterested?.on === true),
    seen: seenBy(request, world.ids, profile, items),
    filter: (item) => filter === null || filter.holds(item),
  }
  const truth: Truth = { world, items, question, request, profile, whole, about }
  const reading: ProfileReading =
    who === 'unread'
      ? { kind: 'unread', reason: 'PROFILE_TIMEOUT', behind: false, cause: null }
      : { kind: 'read', profile: whole, generation: 1, partition: 0, nextOffset: 1, behind: false }
  const parts: Parts = { items: world.items, served, reading, file }
  return {
    dice,
    ...truth,
    file,
    served,
    used: asking(parts, world, used),
    sources: (other = {}) => {
      const all = { ...parts, ...other }
      return asking(all, world, replicaOf(all.items, world))
    },
  }
}

const clock = { now: () => NOW }
/** Read once: each case has its own instead. */
const rows = defaultRows()

function replicaOf(items: readonly CatalogItem[], world: World): AnswerSources {
  const trends = createTrends()
  for (const update of world.trends) trends.apply({ trainerEpoch: 1 }, update)
  return someSources({ catalog: catalogOf(items), clock, rows, trends })
}

/** The replica, with what it reads for this case. */
function asking({ served, reading, file }: Omit<Parts, 'items'>, world: World, replica: AnswerSources): AnswerSources {
  const profiles = {
    read: (_generation: number, _partition: number, keys: readonly string[]) => {
      const found = keys.map((key) => world.friends[FRIENDS.findIndex((friend) => friend === key)])
      const bytes = found.map((friend) => (friend === undefined ? null : encodeProfile(friend)))
      return Promise.resolve({ position: 1, profiles: bytes })
    },
  }
  const generations = { current: () => Promise.resolve(1), renewed: () => Promise.resolve(1) }
  const budgetMs = 10_000
  return {
    ...replica,
    rows: file,
    holder: { current: () => served, unavailable: () => false },
    readProfile: () => Promise.resolve(reading),
    readFriends: (question) => readFriends({ profiles, generations, clock, budgetMs }, question),
  }
}

function catalogOf(items: readonly CatalogItem[]): Catalog {
  const catalog = createCatalog()
  for (const item of items) catalog.apply({ item, receivedAtMs: 0 })
  return catalog
}

function settingsIn(profile: Profile | null): SettingValues {
  const settings = profile?.settings
  return {
    kids: settings?.kids?.value ?? undefined,
    maturityLimit: settings?.maturityLimit?.value ?? undefined,
    country: settings?.country?.value ?? undefined,
    languages: settings?.languages?.value ?? undefined,
    tier: settings?.tier?.value ?? undefined,
  }
}

function idsWhere<Entry extends { readonly key: ItemHash }>(
  ids: readonly string[],
  entries: readonly Entry[] | undefined,
  holds: (entry: Entry) => boolean,
): string[] {
  const keys = (entries ?? []).filter(holds).map(({ key }) => key)
  return ids.filter((id) => keys.includes(itemHash(id)))
}

function seenBy(
  { audience }: PageRequest,
  ids: readonly string[],
  profile: Profile | null,
  items: ReadonlyMap<string, CatalogItem>,
): string[] {
  if (audience.kind === 'guest')
    return audience.items.map(({ itemId }) => wholeIdOf(itemId, { items })).filter((id) => items.has(id))
  const recent = profile?.recent.entries.map(({ key }) => fingerprintOf(key)) ?? []
  const seen = [...recent, ...(profile?.seen.map(({ fingerprint }) => fingerprint) ?? [])]
  return ids.filter((id) => seen.includes(fingerprintOf(itemHash(id))))
}
