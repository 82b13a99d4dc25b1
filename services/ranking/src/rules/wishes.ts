/** What a request raises and lowers. Wishes order what rules allow; they never bring back what a rule has taken out. */
import type { CatalogTitle } from '@upnext/catalog'
import type { TitleFilter } from '@upnext/rows'

export interface TitleBoost {
  readonly fits: TitleFilter
  /** Above 1 boosts, below 1 buries. */
  readonly factor: number
}

const LEAST_FACTOR = 0.01
const GREATEST_FACTOR = 100

/** What a title's score is multiplied by: the factors of all boosts that fit it, together 0.01 to 100; 1 where none does. */
export function factorOf(title: CatalogTitle, boosts: readonly TitleBoost[]): number {
  let product = 1
  for (const { fits, factor } of boosts) if (fits(title)) product *= factor
  return Math.min(GREATEST_FACTOR, Math.max(LEAST_FACTOR, product))
}
