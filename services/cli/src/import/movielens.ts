/** Reads a MovieLens folder: `movies.csv`, `ratings.csv` and, where wanted, `tags.csv`. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { readCsv } from '@upnext/evaluation'
import { CliError, errorText } from '../errors.ts'
import type { AudienceFlags } from './audience.ts'
import { audienceFields } from './audience.ts'
import type { CatalogDocument, ImportEvent, ImportSource } from './import-event.ts'
import { inOrderOfTime } from './import-event.ts'
import { splitTitle } from './movie-title.ts'

type Row = Record<string, string>

const NO_GENRES = '(no genres listed)'
/** The most frequent tags of a title are kept. */
const MAX_TAGS = 20

export interface MovieLensOptions extends AudienceFlags {
  readonly folder: string
  readonly tags: boolean
}

/** Rejects with a `CliError` where the folder is not a MovieLens folder; rows that make no sense are counted and left out. */
export async function readMovieLens(options: MovieLensOptions): Promise<ImportSource> {
  const hash = createHash('sha256')
  const movies = await readRows(options.folder, 'movies.csv', ['movieId', 'title', 'genres'], hash)
  const ratings = await readRows(options.folder, 'ratings.csv', ['userId', 'movieId', 'rating', 'timestamp'], hash)
  const tags = options.tags ? await readRows(options.folder, 'tags.csv', ['movieId', 'tag'], hash) : []
  const unreadable: Record<string, number> = {}
  const events = ratings.flatMap((row, index) => {
    const event = toRating(row, index + 1)
    if (event === null) unreadable['ratings.csv: not a rating'] = (unreadable['ratings.csv: not a rating'] ?? 0) + 1
    return event === null ? [] : [event]
  })
  const tagsOf = tagsByMovie(tags)
  return {
    fingerprint: hash.digest('hex'),
    items: movies.map((row) => toItem(row, tagsOf.get(row['movieId'] ?? '') ?? [], options)),
    events: inOrderOfTime(events),
    unreadable,
  }
}

function toItem(row: Row, tags: readonly string[], audience: AudienceFlags): CatalogDocument {
  const { title, year } = splitTitle(row['title'] ?? '')
  const genres = (row['genres'] ?? '').split('|').filter((genre) => genre !== '' && genre !== NO_GENRES)
  return {
    item: row['movieId'] ?? '',
    title,
    kind: 'movie',
    genres,
    ...(tags.length === 0 ? {} : { tags }),
    ...(year === null ? {} : { year }),
    ...audienceFields(audience),
    revision: 1,
  }
}

function toRating(row: Row, number: number): ImportEvent | null {
  const viewer = row['userId'] ?? ''
  const item = row['movieId'] ?? ''
  const stars = Number(row['rating'])
  const seconds = Number(row['timestamp'] === '' ? Number.NaN : row['timestamp'])
  if (viewer === '' || item === '' || !Number.isInteger(stars * 2) || stars < 0.5 || stars > 5) return null
  if (!Number.isFinite(seconds)) return null
  return { row: number, viewer, item, atMs: Math.round(seconds * 1000), sign: { kind: 'rating', stars } }
}

function tagsByMovie(rows: readonly Row[]): Map<string, string[]> {
  const counts = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const tag = (row['tag'] ?? '').trim().toLowerCase()
    const movie = row['movieId'] ?? ''
    if (tag === '' || movie === '') continue
    const ofMovie = counts.get(movie) ?? new Map<string, number>()
    counts.set(movie, ofMovie.set(tag, (ofMovie.get(tag) ?? 0) + 1))
  }
  return new Map([...counts].map(([movie, ofMovie]) => [movie, mostFrequent(ofMovie)]))
}

function mostFrequent(counts: ReadonlyMap<string, number>): string[] {
  const byCount = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return byCount.slice(0, MAX_TAGS).map(([tag]) => tag)
}

async function readRows(
  folder: string,
  file: string,
  columns: readonly string[],
  hash: ReturnType<typeof createHash>,
): Promise<Row[]> {
  const path = join(folder, file)
  const table = await readCsv(path, { delimiter: ',', hasHeader: true }).catch((cause: unknown) => {
    throw new CliError(errorText(cause), { hint: `give a folder of MovieLens data: it holds ${file}`, cause })
  })
  hash.update(file).update(table.fingerprint)
  const header = table.header ?? []
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0) throw new CliError(`${path} has no column ${missing.join(', ')}: not a MovieLens file`)
  return table.rows.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at] ?? ''])))
}
