/** What the trainer says is watched of late, for tests, said in ids. */
import { TrendsUpdate, itemHash, itemHashToBytes } from '@upnext/contracts'

/** Trending and popular are the same where nothing else is said. Plays by id, the greatest first. */
export function someTrends(
  country: string,
  asOfMs: number,
  trending: Readonly<Record<string, number>>,
  popular = trending,
): TrendsUpdate {
  const listOf = (plays: Readonly<Record<string, number>>) =>
    Object.entries(plays).map(([id, count]) => ({ item: itemHashToBytes(itemHash(id)), plays: count }))
  return TrendsUpdate.fromPartial({ country, asOfMs, trending: listOf(trending), popular: listOf(popular) })
}
