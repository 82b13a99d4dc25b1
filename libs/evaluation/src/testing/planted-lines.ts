/** Lines of invented viewers who each like one of a few genres, and mostly go through it in one order. For tests only. */
import { seededRandom } from '@upnext/recsys'
import type { Line } from './a-dataset.ts'

export interface PlantedLines {
  readonly viewers: number
  readonly genres: number
  readonly perGenre: number
  /** Titles that each viewer watches. */
  readonly plays: number
  readonly seed: number
}

/** In the order of time, a second between any two. */
export function plantedLines({ viewers, genres, perGenre, plays, seed }: PlantedLines): Line[] {
  const random = seededRandom(seed)
  const steps = Array.from({ length: viewers }, (_, viewer) => {
    const begin = Math.floor(random() * perGenre)
    const watched = new Set<string>()
    for (let step = 0; watched.size < plays; step++) {
      const genre = random() < 0.9 ? viewer % genres : Math.floor(random() * genres)
      watched.add(`g${genre}-${(begin + step + Math.floor(random() * 3)) % perGenre}`)
    }
    const beginsAt = random()
    return [...watched].map((item, step) => ({ viewer, item, at: beginsAt + step / plays }))
  })
  return steps
    .flat()
    .sort((a, b) => a.at - b.at)
    .map(({ viewer, item }, second) => `v${viewer} ${item} ${second * 3600}`)
}
