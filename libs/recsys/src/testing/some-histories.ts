/** Histories for tests: invented, repeatable, and of a shape that is known. */
import type { ItemHash } from '@upnext/contracts'
import { seededRandom } from '../random.ts'
import type { Play, PlayHistory } from '../timeline/play.ts'

const DAY_MS = 86_400_000
/** When invented viewers begin. */
export const START_MS = 1_700_000_000_000

/** The hash of the test title with this number; ascends with it. */
export function title(number: number): ItemHash {
  return (number + 1).toString(16).padStart(16, '0') as ItemHash
}

export function play(number: number, atMs = 0, weight = 1): Play {
  return { item: title(number), weight, atMs }
}

export interface PlantedOptions {
  readonly viewers: number
  readonly genres: number
  readonly titles: number
  readonly seed: number
  /** A sign a day, each viewer beginning at another time; without: all at one time. */
  readonly inTime?: boolean
}

/** Every viewer likes one of `genres` genres: 9 in 10 of their titles are from it, the rest from anywhere. */
export function plantedHistories({ viewers, genres, titles, seed, inTime = true }: PlantedOptions): PlayHistory[] {
  const random = seededRandom(seed)
  const perGenre = titles / genres
  return Array.from({ length: viewers }, (_, viewer) => {
    const genre = viewer % genres
    const beginsMs = START_MS + random() * 100 * DAY_MS
    const chosen = new Set<number>()
    while (chosen.size < 12) {
      const within = Math.floor(random() * perGenre) + genre * perGenre
      chosen.add(random() < 0.9 ? within : Math.floor(random() * titles))
    }
    return [...chosen].map((number, at) => play(number, inTime ? Math.floor(beginsMs) + at * DAY_MS : 0))
  })
}
