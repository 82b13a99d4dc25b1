/** Any titles: what a list is worth that knows nothing. */
import type { ItemHash } from '@upnext/contracts'
import { seededRandom } from '@upnext/recsys'
import type { ModelEntry } from '../recommender.ts'
import { titlesIn } from './histories.ts'

const SEED = 1
/** A viewer who has seen nearly everything gets a shorter list rather than a long search. */
const TRIES_PER_TITLE = 20

export const RANDOM: ModelEntry = {
  names: ['random'],
  fit: (data) => {
    const known = new Set<ItemHash>()
    for (const history of titlesIn(data)) for (const item of history) known.add(item)
    const items = [...known].sort()
    const random = seededRandom(SEED)
    return {
      name: 'random',
      recommend: ({ excluded, limit }) => {
        const drawn = new Set<ItemHash>()
        for (let tries = 0; drawn.size < limit && tries < limit * TRIES_PER_TITLE; tries++) {
          const item = items[Math.floor(random() * items.length)]
          if (item !== undefined && !excluded.has(item)) drawn.add(item)
        }
        return [...drawn]
      },
    }
  },
}
