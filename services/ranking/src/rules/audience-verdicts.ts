/**
 * What the rules about an audience say, kept from answer to answer: most viewers are of few audiences, and to ask the rules anew reads five or
 * six places of far memory for each title, of hundreds for an answer. A byte a title and audience instead.
 */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { LRUCache } from 'lru-cache'
import type { AudienceFacts } from '../facts/audience.ts'
import type { Facts } from '../facts/facts.ts'
import type { Rule } from './rule.ts'

export interface AudienceVerdicts {
  /** Those of the rules that have something to say to the audience. */
  readonly rules: readonly Rule[]
  /** The place of the first of them that hides the title; their number where none does. Not for titles that the viewer has paid for. */
  placeOf(title: CatalogTitle): number
}

type JudgedCatalog = Pick<Catalog, 'byHash' | 'size' | 'version' | 'changedSince'>

/** What is kept of one audience. */
interface Kept {
  readonly rules: readonly Rule[]
  /** By a title's number: the place plus one; 0: nobody has asked. */
  places: Uint8Array
  /** Of the catalogue. */
  version: number
  /** From when until when all of them hold. */
  sinceMs: number
  untilMs: number
}

/** Of the audiences that asked last. */
const MOST_AUDIENCES = 64
/** Titles that may come before all have to be asked again. */
const ROOM = 1024

const kept = new WeakMap<JudgedCatalog, LRUCache<string, Kept>>()

/** Those of `rules`, which must depend on nothing but title, audience and time. To be asked for anew where time may have passed. */
export function audienceVerdicts(catalog: JudgedCatalog, facts: Facts, rules: readonly Rule[]): AudienceVerdicts {
  const current = keptFor(catalog, facts, rules)
  bringUpToDate(current, catalog, facts.nowMs)
  // Nothing that is kept is of a viewer.
  const asked = { ...facts, owned: new Set<never>() }
  const find = (title: CatalogTitle): number => {
    const hiding = current.rules.findIndex((rule) => rule.hides(title, asked))
    const place = hiding === -1 ? current.rules.length : hiding
    // A list may be older than the catalogue: what is said of a document that has been replaced is not kept.
    if (catalog.byHash(title.hash) !== title) return place
    current.places[title.number] = place + 1
    current.untilMs = Math.min(current.untilMs, nextChange(title, facts.nowMs))
    return place
  }
  return {
    rules: current.rules,
    placeOf: (title) => {
      const place = current.places[title.number] ?? 0
      return place > 0 ? place - 1 : find(title)
    },
  }
}

function keptFor(catalog: JudgedCatalog, facts: Facts, rules: readonly Rule[]): Kept {
  const audiences = kept.get(catalog) ?? new LRUCache<string, Kept>({ max: MOST_AUDIENCES })
  kept.set(catalog, audiences)
  const key = keyOf(facts.audience)
  const known = audiences.get(key)
  if (known !== undefined) return known
  const fresh: Kept = {
    rules: rules.filter((rule) => rule.applies?.(facts) !== false),
    places: new Uint8Array(0),
    version: catalog.version(),
    sinceMs: facts.nowMs,
    untilMs: Infinity,
  }
  audiences.set(key, fresh)
  return fresh
}

function keyOf({ countries, maturityLimit, kids, languages, tiers }: AudienceFacts): string {
  return JSON.stringify([countries, maturityLimit, kids, languages, tiers])
}

function bringUpToDate(current: Kept, catalog: JudgedCatalog, nowMs: number): void {
  const { byHash, changedSince } = catalog
  const [size, version] = [catalog.size(), catalog.version()]
  const changed = current.version === version ? [] : changedSince(current.version)
  const isTime = current.sinceMs <= nowMs && nowMs < current.untilMs
  if (size > current.places.length || changed === null || !isTime) {
    current.places = new Uint8Array(size + ROOM)
    current.untilMs = Infinity
  } else {
    for (const hash of changed) {
      const title = byHash(hash)
      if (title !== undefined) current.places[title.number] = 0
    }
  }
  current.version = version
  current.sinceMs = nowMs
}

/** When the first window of a title opens or closes after `nowMs`; `Infinity`: never. */
function nextChange({ windows }: CatalogTitle, nowMs: number): number {
  let next = Infinity
  for (const { startsAtMs, endsAtMs } of windows) {
    if (startsAtMs !== undefined && startsAtMs > nowMs) next = Math.min(next, startsAtMs)
    if (endsAtMs !== undefined && endsAtMs > nowMs) next = Math.min(next, endsAtMs)
  }
  return next
}
