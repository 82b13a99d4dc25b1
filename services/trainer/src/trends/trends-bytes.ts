/** Trend counts as arrays of a checkpoint. */
import { itemHashesFromU32, itemHashesToU32 } from '@upnext/recsys'
import type { OpenContainer, PackedArray } from '@upnext/recsys'
import type { TrendState } from './trend-counts.ts'

/** How many titles of each country stand in the arrays, in their order. */
export type TrendShape = [country: string, titles: number][]

export function trendShape(state: TrendState): TrendShape {
  return [...state].map(([country, titles]) => [country, titles.length])
}

export function trendArrays(state: TrendState): Record<string, PackedArray> {
  const all = [...state.values()].flat()
  return {
    'trends.items': itemHashesToU32(all.map(({ item }) => item)),
    'trends.trending': Float64Array.from(all, ({ trending }) => trending),
    'trends.popular': Float64Array.from(all, ({ popular }) => popular),
  }
}

/** `null` where the arrays do not go with the shape. Throws `ContainerFormatError` where one is missing. */
export function readTrends(container: OpenContainer, shape: TrendShape): TrendState | null {
  const items = itemHashesFromU32(container.u32('trends.items'))
  const trending = container.f64('trends.trending')
  const popular = container.f64('trends.popular')
  const total = shape.reduce((sum, [, titles]) => sum + titles, 0)
  if ([items, trending, popular].some(({ length }) => length !== total)) return null
  const all = items.map((item, i) => ({ item, trending: trending[i] ?? NaN, popular: popular[i] ?? NaN }))
  let at = 0
  return new Map(shape.map(([country, titles]) => [country, all.slice(at, (at += titles))]))
}
