/** What is watched of late in one country as a record for ranking. */
import { itemHashToBytes } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'
import { updateRecord } from '../counting/row-updates.ts'
import type { UpdateOrigin } from '../counting/row-updates.ts'
import type { CountryTrends, TitlePlays } from './trend-counts.ts'

/** One key a country: what is said of it stays in order. */
export function trendsRecord(origin: UpdateOrigin, { country, asOfMs, trending, popular }: CountryTrends): NewRecord {
  const value = { country, asOfMs, trending: trending.map(toTrend), popular: popular.map(toTrend) }
  return updateRecord(Buffer.from(`trends:${country}`, 'latin1'), {
    ...origin,
    update: { $case: 'trends', value },
  })
}

function toTrend({ item, plays }: TitlePlays): { item: Buffer; plays: number } {
  return { item: itemHashToBytes(item), plays }
}
