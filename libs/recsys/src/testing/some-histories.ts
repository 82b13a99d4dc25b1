/** Histories for tests: invented, repeatable, and of a shape that is known. */
import type { ItemHash } from '@upnext/contracts'
import type { ViewerHistory } from '../build/interactions.ts'

/** The hash of the test title with this number; ascends with it. */
export function title(number: number): ItemHash {
  return (number + 1).toString(16).padStart(16, '0') as ItemHash
}

/** A small repeatable stream of numbers from 0 to 1, exclusive (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Every viewer likes one of `genres` genres: 9 in 10 of their titles are from it, the rest from anywhere. */
export function plantedHistories(options: {
  viewers: number
  genres: number
  titles: number
  seed: number
}): ViewerHistory[] {
  const { viewers, genres, titles, seed } = options
  const random = seededRandom(seed)
  const perGenre = titles / genres
  return Array.from({ length: viewers }, (_, viewer) => {
    const genre = viewer % genres
    const chosen = new Set<number>()
    while (chosen.size < 12) {
      const within = Math.floor(random() * perGenre) + genre * perGenre
      chosen.add(random() < 0.9 ? within : Math.floor(random() * titles))
    }
    return [...chosen].map((number) => ({ item: title(number), weight: 1 }))
  })
}
