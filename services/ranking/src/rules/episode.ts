/** Episodes are not shown as titles, but "play" plays one: the rules that say what may be watched are asked for it too. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Facts } from '../facts/facts.ts'
import { kidsRule, languageRule, maturityRule, tierRule } from './audience.ts'
import { regionRule, windowRule, withdrawnRule } from './availability.ts'

const RULES_OF_PLAYING = [withdrawnRule, regionRule, windowRule, maturityRule, kidsRule, languageRule, tierRule]

/**
 * Whether this audience may watch an episode. What the episode does not say, its series says for it; where neither does, the fact is
 * unknown, and hides the episode where a rule needs it. Whoever has the series has its episodes. Whether the series itself may be shown
 * is for the rules of titles. `series`: `undefined` where the catalogue does not have it.
 */
export function mayPlay(episode: CatalogTitle, series: CatalogTitle | undefined, facts: Facts): boolean {
  if (series === undefined) return isAllowed(episode, facts)
  if (series.withdrawn) return false
  const inherited = inherit(episode, series)
  return isAllowed(facts.owned.has(series.hash) ? { ...inherited, tiers: EVERY_TIER } : inherited, facts)
}

function isAllowed(title: CatalogTitle, facts: Facts): boolean {
  return !RULES_OF_PLAYING.some((rule) => rule.hides(title, facts))
}

function inherit(episode: CatalogTitle, series: CatalogTitle): CatalogTitle {
  return {
    ...episode,
    regions: episode.regions ?? series.regions,
    windows: episode.windows.length > 0 ? episode.windows : series.windows,
    maturityAge: episode.maturityAge ?? series.maturityAge,
    madeForKids: episode.madeForKids ?? series.madeForKids,
    languages: episode.languages.length > 0 ? episode.languages : series.languages,
    tiers: episode.tiers ?? series.tiers,
  }
}

const EVERY_TIER = { every: true, names: [] }
