import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { createLiveModel, popularOrder } from '@upnext/recsys'
import fc from 'fast-check'
import { aModel } from '../testing/a-model.ts'
import { NOW, aMovie } from '../testing/some-titles.ts'
import { placesOfGenres } from './popular-by-genre.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const genres = fc.subarray(['Drama', 'Comedy', 'Horror'])

describe('the order of popularity by genre', () => {
  it('has every title of the genres in the order of popularity, also after changes; at most it has some that have changed', () => {
    const change = fc.record({ itemId: fc.constantFrom(...ids, 'unknown'), genres })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), genres, (changes, asked) => {
        const live = createLiveModel(aModel({}, { a: 3, b: 6, c: 1, d: 4, e: 0, f: 5 }))
        const order = popularOrder(live, 'total', NOW)
        const catalog = createCatalog()
        for (const itemId of ids) catalog.apply({ item: aMovie({ itemId, genres: ['Drama'] }), receivedAtMs: 0 })
        for (const parts of [null, ...changes]) {
          if (parts !== null) catalog.apply({ item: aMovie(parts), receivedAtMs: 0 })
          const places = [...placesOfGenres(asked, order, catalog, live)]
          expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
          const found = places.map((place) => catalog.byHash(live.index.hashOf(order.items[place] ?? 0)))
          const fitting = [...order.items].map((item) => catalog.byHash(live.index.hashOf(item)))
          const fits = (title: (typeof found)[number]) => title?.genres.some((genre) => asked.includes(genre)) === true
          expect(found.filter(fits)).toEqual(fitting.filter(fits))
        }
      }),
    )
  })
})
