/** The most watched titles, for viewers of whom nothing is known and to fill up what personal rows leave empty. */
import type { Model } from '../model/model.ts'
import type { Scored, ScoredItem } from './query.ts'

/** Every cause is `popular`. Titles that nobody liked are left out. */
export function popularItems(query: Scored): ScoredItem[] {
  const answer: ScoredItem[] = []
  for (const item of popularityOrder(query.model)) {
    if (answer.length >= query.limit) break
    if (query.allowed(item)) {
      answer.push({ item, score: query.model.popularity[item] ?? 0, causes: [{ kind: 'popular', share: 1 }] })
    }
  }
  return answer
}

const orders = new WeakMap<Model, Uint32Array>()

/** A model never changes, so the order is found once and kept as long as the model. */
function popularityOrder(model: Model): Uint32Array {
  const known = orders.get(model)
  if (known !== undefined) return known
  const { popularity } = model
  const liked = Uint32Array.from(popularity.keys()).filter((item) => (popularity[item] ?? 0) > 0)
  // Numbers ascend with the hashes, so ties stand in the order of the hashes.
  const order = liked.sort((a, b) => (popularity[b] ?? 0) - (popularity[a] ?? 0) || a - b)
  orders.set(model, order)
  return order
}
