import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seededRandom } from './random.ts'

export interface HistoryShape {
  readonly viewers: number
  readonly titles: number
  readonly ratings: number
  readonly seed: number
}

const GENRES = ['Drama', 'Comedy', 'Western', 'Horror']
const FIRST_S = 1_000_000_000

/**
 * Writes a folder in the form of MovieLens, with a taste planted in it: titles and viewers belong to one of four genres by their
 * number, and a viewer mostly rates, and likes, what is of the own genre. The same shape gives the same bytes.
 */
export async function writeMovieLensFolder(folder: string, shape: HistoryShape): Promise<void> {
  await mkdir(folder, { recursive: true })
  const titles = numbers(shape.titles).map((id) => `${id},Title ${id} (${1950 + (id % 70)}),${genreOf(id)}`)
  await writeFile(join(folder, 'movies.csv'), lines('movieId,title,genres', titles))
  await writeFile(join(folder, 'ratings.csv'), lines('userId,movieId,rating,timestamp', ratings(shape)))
  await writeFile(join(folder, 'tags.csv'), lines('userId,movieId,tag,timestamp', []))
}

/** The planted genre of a title or a viewer. */
export function genreOf(id: number): string {
  return GENRES[id % GENRES.length] ?? ''
}

function ratings(shape: HistoryShape): string[] {
  const random = seededRandom(shape.seed)
  return numbers(shape.ratings).map((at) => {
    const viewer = random.int(1, shape.viewers + 1)
    const anything = random.int(1, shape.titles + 1)
    const likely = anything - (anything % GENRES.length) + (viewer % GENRES.length)
    const title = random.next() < 0.8 ? Math.min(shape.titles, Math.max(1, likely)) : anything
    const stars = genreOf(title) === genreOf(viewer) ? random.pick([4, 4.5, 5]) : random.pick([1, 2, 3])
    return `${viewer},${title},${stars},${FIRST_S + at * 60 + random.int(-600, 600)}`
  })
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1)
}

function lines(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`
}
