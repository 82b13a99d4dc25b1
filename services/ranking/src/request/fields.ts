/** Fields that more than one request has. */
import { languageTag, word } from '@upnext/contracts'
import type { RequestContext } from '@upnext/contracts'
import type { Violations } from './violation.ts'

export const DEFAULT_LIMIT = 20
export const GREATEST_LIMIT = 200
export const MOST_EXCLUSIONS = 1000
const LONGEST_ID = 256
const MOST_LANGUAGES = 32
const COUNTRY = /^[A-Z]{2}$/
const CONTROL_CHARACTER = /\p{Cc}/u

/** What a request says about who is watching, and on which screen; `null`: it does not say. */
export interface RequestFacts {
  readonly country: string | null
  readonly maturityLimit: number | null
  readonly kids: boolean | null
  /** BCP 47, most wanted first. None: it does not say. */
  readonly languages: readonly string[]
  readonly tier: string | null
  readonly device: string | null
  readonly locale: string | null
  readonly withoutPersonalization: boolean
}

/** A request that says nothing about who is watching. */
export const SILENT: RequestFacts = {
  country: null,
  maturityLimit: null,
  kids: null,
  languages: [],
  tier: null,
  device: null,
  locale: null,
  withoutPersonalization: false,
}

export function readLimit(limit: number | undefined, violations: Violations): number {
  if (limit === undefined) return DEFAULT_LIMIT
  checkRange(limit, 'limit', [1, GREATEST_LIMIT], violations)
  return limit
}

export function readExclusions(ids: readonly string[], violations: Violations): readonly string[] {
  checkCount(ids, 'exclude_item_ids', MOST_EXCLUSIONS, 'ids', violations)
  return ids
}

export function readContext(context: RequestContext | undefined, violations: Violations): RequestFacts {
  if (context === undefined) return SILENT
  const { country, languages, device, locale } = context
  if (country !== undefined && !COUNTRY.test(country))
    violations.add('context.country', 'expected two upper-case letters of ISO 3166-1, like "DE"')
  checkCount(languages, 'context.languages', MOST_LANGUAGES, 'languages', violations)
  languages.slice(0, MOST_LANGUAGES).forEach((tag, i) => checkLanguage(tag, `context.languages[${i}]`, violations))
  if (context.tier !== undefined) checkWord(context.tier, 'context.tier', violations)
  if (device !== '') checkWord(device, 'context.device', violations)
  if (locale !== '') checkLanguage(locale, 'context.locale', violations)
  return {
    country: country ?? null,
    maturityLimit: context.maturityLimit ?? null,
    kids: context.kids ?? null,
    languages,
    tier: context.tier ?? null,
    device: device === '' ? null : device,
    locale: locale === '' ? null : locale,
    withoutPersonalization: context.withoutPersonalization,
  }
}

/** An id as events carry it: 1 to 256 characters, none of them a control character. */
export function checkId(id: string, field: string, violations: Violations): void {
  if (id === '') violations.add(field, 'expected an id, got none')
  else checkText(id, field, LONGEST_ID, violations)
}

/** Text of at most so many characters, without control characters. */
export function checkText(text: string, field: string, longest: number, violations: Violations): void {
  if (text.length > longest || CONTROL_CHARACTER.test(text))
    violations.add(field, `expected at most ${longest} characters without control characters`)
}

/** Written so that NaN is refused too. */
export function checkRange(
  value: number,
  field: string,
  [least, greatest]: readonly [number, number],
  violations: Violations,
): void {
  if (!(value >= least && value <= greatest))
    violations.add(field, `expected a number from ${least} to ${greatest}, got ${value}`)
}

export function checkCount(
  list: readonly unknown[],
  field: string,
  most: number,
  what: string,
  violations: Violations,
): void {
  if (list.length > most) violations.add(field, `expected at most ${most} ${what}, got ${list.length}`)
}

function checkLanguage(tag: string, field: string, violations: Violations): void {
  if (!languageTag.safeParse(tag).success) violations.add(field, 'expected a BCP 47 tag, such as "en" or "pt-BR"')
}

function checkWord(text: string, field: string, violations: Violations): void {
  if (!word.safeParse(text).success)
    violations.add(field, 'expected 1 to 64 characters, none of them a control character')
}
