/** What is watched of late, by country, as the trainer said it last. It goes with any model, and is there before the first. */
import type { ModelUpdate, TrendsUpdate } from '@upnext/contracts'
import { POPULAR_HALF_LIFE_MS, TRENDING_HALF_LIFE_MS } from '@upnext/recsys'
import type { UpdateOutcome } from '../model/model-holder.ts'
import { readTrends } from './read-trends.ts'
import type { CountryTrends, TitlePlays } from './read-trends.ts'

/** What rows may ask. Lists are as of `nowMs`, most watched first; `null`: everywhere. Empty where nothing is known. */
export interface Trends {
  /** In the last minutes and hours. */
  trending(country: string | null, nowMs: number): readonly TitlePlays[]
  /** Over a month. */
  popular(country: string | null, nowMs: number): readonly TitlePlays[]
}

export interface TrendsHolder extends Trends {
  /** Takes the place of what was known of that country. `stale` where a later trainer has spoken of it. */
  apply(origin: Pick<ModelUpdate, 'trainerEpoch'>, update: TrendsUpdate): UpdateOutcome
  /** Countries of which something is known, everywhere not counted. */
  countries(): number
}

const EVERYWHERE = ''

interface Known extends CountryTrends {
  readonly epoch: number
}

export function createTrends(): TrendsHolder {
  const known = new Map<string, Known>()
  return {
    apply({ trainerEpoch: epoch }, update) {
      // By country: of the others the later trainer may not have spoken yet.
      if (epoch < (known.get(update.country)?.epoch ?? 0)) return 'stale'
      const trends = readTrends(update)
      if (trends === null) return 'malformed'
      known.set(update.country, { ...trends, epoch })
      return 'applied'
    },
    trending: (country, nowMs) => faded(known.get(country ?? EVERYWHERE), 'trending', nowMs, TRENDING_HALF_LIFE_MS),
    popular: (country, nowMs) => faded(known.get(country ?? EVERYWHERE), 'popular', nowMs, POPULAR_HALF_LIFE_MS),
    countries: () => known.size - (known.has(EVERYWHERE) ? 1 : 0),
  }
}

/** Where nothing is watched any more nobody says so: the last word fades. */
function faded(
  trends: CountryTrends | undefined,
  form: 'trending' | 'popular',
  nowMs: number,
  halfLifeMs: number,
): readonly TitlePlays[] {
  if (trends === undefined) return []
  const factor = 2 ** (-Math.max(0, nowMs - trends.asOfMs) / halfLifeMs)
  return trends[form].map(({ hash, plays }) => ({ hash, plays: plays * factor }))
}
