/** The rules once more, as plainly as can be, and sharing no code with them: what answers are held against. */
import type { CatalogItem } from '@upnext/contracts'
import type { RequestFacts } from '../request/fields.ts'
import type { SettingValues } from './a-model.ts'

export interface OracleQuestion {
  readonly nowMs: number
  readonly request: Pick<RequestFacts, 'country' | 'maturityLimit' | 'kids' | 'languages' | 'tier'>
  /** Of the profile, where it could be read. */
  readonly settings: SettingValues
  /** The profile could not be read. */
  readonly unread: boolean
  /** All of these by id. */
  readonly owned: readonly string[]
  readonly excluded: readonly string[]
  readonly dismissed: readonly string[]
  readonly seen: readonly string[]
  readonly filter: (item: OracleItem) => boolean
}

export type OracleItem = Pick<
  CatalogItem,
  'genres' | 'kind' | 'languages' | 'regions' | 'tiers' | 'windows' | 'withdrawn'
> & {
  readonly maturityAge?: number | undefined
  readonly madeForKids?: boolean | undefined
  readonly year?: number | undefined
}

const [MOVIE, SERIES] = [1, 2]

/** Every rule that forbids a title; none: it may be shown. */
export function forbiddenBy(id: string, item: OracleItem, question: OracleQuestion): string[] {
  const isTitle = item.kind === MOVIE || item.kind === SERIES
  return [
    ...notForAudience(item, question, question.owned.includes(id)),
    ...(isTitle ? [] : ['kind']),
    ...(question.excluded.includes(id) ? ['excluded'] : []),
    ...(question.filter(item) ? [] : ['filter']),
    ...(question.dismissed.includes(id) ? ['dismissed'] : []),
    ...(question.seen.includes(id) ? ['seen'] : []),
  ]
}

/** Whether an episode may be played: what it does not say, its series says for it. */
export function mayBePlayed(
  episode: OracleItem,
  series: OracleItem,
  ownsSeries: boolean,
  question: OracleQuestion,
): boolean {
  const whole: OracleItem = {
    ...episode,
    withdrawn: episode.withdrawn || series.withdrawn,
    regions: episode.regions ?? series.regions,
    windows: episode.windows.length === 0 ? series.windows : episode.windows,
    maturityAge: episode.maturityAge ?? series.maturityAge,
    madeForKids: episode.madeForKids ?? series.madeForKids,
    languages: episode.languages.length === 0 ? series.languages : episode.languages,
    tiers: episode.tiers ?? series.tiers,
  }
  return notForAudience(whole, question, ownsSeries).length === 0
}

/** Whether this audience may read the title's name. */
export function mayBeRead(
  { maturityAge, madeForKids }: OracleItem,
  { request, settings, unread }: OracleQuestion,
): boolean {
  const limit = Math.min(request.maturityLimit ?? (unread ? 0 : Infinity), settings.maturityLimit ?? Infinity)
  const kids = request.kids === true || settings.kids === true || (unread && request.kids === null)
  if (limit !== Infinity && (maturityAge === undefined || maturityAge > limit)) return false
  return !kids || madeForKids === true || (maturityAge !== undefined && maturityAge <= 7)
}

export function countriesOf({ request, settings }: OracleQuestion): string[] {
  return [request.country, settings.country].filter((country) => country !== null && country !== undefined)
}

function notForAudience(item: OracleItem, question: OracleQuestion, owned: boolean): string[] {
  const { request, settings } = question
  const countries = countriesOf(question)
  const places: (string | undefined)[] = countries.length === 0 ? [undefined] : countries
  const spoken = (tag: string): boolean => item.languages.some((other) => primary(other) === primary(tag))
  const lists = [request.languages, settings.languages ?? []].filter((list) => list.length > 0)
  return [
    ...(item.withdrawn ? ['withdrawn'] : []),
    ...(places.every((place) => isForRegion(item, place)) ? [] : ['region']),
    ...(places.every((place) => isOpen(item, place, question.nowMs)) ? [] : ['window']),
    ...(mayBeRead(item, question) ? [] : ['maturity or kids']),
    ...(lists.every((list) => list.some(spoken)) ? [] : ['language']),
    ...(owned || isIncluded(item, [request.tier, settings.tier]) ? [] : ['tier']),
  ]
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? ''
}

function isIncluded({ tiers }: OracleItem, said: readonly (string | null | undefined)[]): boolean {
  const asked = said.filter((tier) => tier !== null && tier !== undefined)
  if (tiers === undefined) return asked.length === 0
  return tiers.every || (asked.length > 0 && asked.every((tier) => tiers.names.includes(tier)))
}

function isForRegion({ regions }: OracleItem, country: string | undefined): boolean {
  if (regions === undefined) return false
  return regions.everywhere || (country !== undefined && regions.countries.includes(country))
}

function isOpen({ windows }: OracleItem, country: string | undefined, nowMs: number): boolean {
  if (windows.length === 0) return true
  return windows.some(({ startsAtMs = -Infinity, endsAtMs = Infinity, countries }) => {
    const here = countries.length === 0 || (country !== undefined && countries.includes(country))
    return here && startsAtMs <= nowMs && nowMs < endsAtMs
  })
}
