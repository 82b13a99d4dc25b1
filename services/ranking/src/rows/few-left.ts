/** What rules have left of the catalogue, where it is so little that an order of it is found sooner than an order of everything is walked. */
import type { CatalogTitle } from '@upnext/catalog'

/** Sorting so small a share of all titles takes less time than asking about all of them. */
const SMALL_SHARE = 1 / 8

/** By the titles that are left, which are of one request, and by what they are put in order by. */
const known = new WeakMap<readonly CatalogTitle[], WeakMap<object, unknown>>()

/**
 * What is left in an order, found once for each request and `key`; `null` where nobody knows what is left, or it is much. `walked`: how
 * many titles would be looked at instead.
 */
export function fewLeft<Order>(
  { left }: { readonly left: () => readonly CatalogTitle[] | null },
  walked: number,
  key: object,
  inOrder: (titles: readonly CatalogTitle[]) => Order,
): Order | null {
  const titles = left()
  if (titles === null || titles.length > SMALL_SHARE * walked) return null
  const orders = known.get(titles) ?? new WeakMap<object, unknown>()
  known.set(titles, orders)
  const order = orders.has(key) ? (orders.get(key) as Order) : inOrder(titles)
  orders.set(key, order)
  return order
}
