// The made-up part of the example catalogue. Nothing is left to chance: every choice is counted off the title's number.
import * as words from './words.mjs'

/** All times of the made-up files are around this moment, at which their newest event happens: the import moves them to now. */
export const NEWEST_MS = Date.UTC(2026, 0, 1, 20)
export const DAY_MS = 86_400_000

const SERIES = 40
const MOVIES = 12
const GERMAN_SPEAKING = ['AT', 'CH', 'DE']
const NORTH_ATLANTIC = ['CA', 'GB', 'US']

const at = (list, n) => list[n % list.length]
const two = (n) => String(n).padStart(2, '0')

/** Every document, each series followed by its seasons and episodes. */
export function catalog() {
  return [...times(SERIES).flatMap(seriesWithParts), ...times(MOVIES).map(movie)]
}

export function seriesId(n) {
  return `demo-series-${two(n)}`
}

export function movieId(n) {
  return `demo-movie-${two(n)}`
}

/** How many episodes each season has; the first is "specials" (season 0) where there are any. */
export function seasonsOf(n) {
  const regular = times(isRunning(n) ? 2 : 1 + (n % 3)).map((season) => ({ season, episodes: 6 + ((n + season) % 3) }))
  return n % 8 === 2 ? [{ season: 0, episodes: 2 }, ...regular] : regular
}

export function episodeId(n, season, episode) {
  return `${seriesId(n)}-s${two(season)}e${two(episode)}`
}

export function episodeSeconds(n) {
  return isForKids(n) ? 720 : 1500 + (n % 4) * 400
}

export function genresOf(n) {
  return isForKids(n) ? ['Children', 'Animation'] : at(words.GENRE_PAIRS, n)
}

/** Titles that one subscription or none includes are told apart by the rules; the rest is for everybody. */
export function tiersOf(n) {
  if (n % 20 === 11) return { tiers: [], offers: ['rent', 'buy'] }
  return { tiers: n % 9 === 5 ? ['premium'] : 'every' }
}

/** Nobody can have watched it before the last days. */
export function isNew(n) {
  return n === 29 || n % 10 === 4
}

function isForKids(n) {
  return n % 8 === 0
}

/** A series still running gets an episode a week: the newest is out since two days, the next one is not out yet. */
function isRunning(n) {
  return n % 5 === 1
}

function seriesWithParts(n) {
  const facts = factsOf(n)
  const seasons = seasonsOf(n)
  const last = seasons.at(-1)
  const series = {
    item: seriesId(n),
    title: seriesTitle(n),
    kind: 'series',
    ...facts,
    tags: ['made-up', isRunning(n) ? 'running' : 'ended'],
    genres: genresOf(n),
    people: peopleOf(n),
    ...(n % 12 === 1 ? { franchise: 'demo-copper-saga' } : {}),
    ...windowsOf(n),
    description: 'Made up for the example: no such series exists.',
  }
  const parts = seasons.flatMap(({ season, episodes }) => [
    seasonOf(n, season, facts),
    ...times(episodes).map((episode) => ({
      ...episodeOf(n, season, episode, facts),
      ...(isRunning(n) && season === last.season ? weekly(episodes - 1 - episode) : {}),
    })),
  ])
  return [series, ...parts].map((document) => ({ ...document, revision: 1 }))
}

function seasonOf(n, season, facts) {
  const title = season === 0 ? 'Specials' : `Season ${season}`
  return { item: `${seriesId(n)}-s${two(season)}`, title, kind: 'season', series: seriesId(n), season, ...facts }
}

function episodeOf(n, season, episode, facts) {
  const word = at(words.EPISODE_WORDS, n * 5 + season * 7 + episode)
  return {
    item: episodeId(n, season, episode),
    title: `The ${word}`,
    kind: 'episode',
    series: seriesId(n),
    season,
    episode,
    ...facts,
    duration_s: episodeSeconds(n),
  }
}

function movie(n) {
  return {
    item: movieId(n),
    title: `The ${at(words.ADJECTIVES, n * 3)} ${at(words.MOVIE_NOUNS, n + Math.floor(n / 10))}`,
    kind: 'movie',
    ...factsOf(n),
    genres: genresOf(n),
    people: peopleOf(n + SERIES),
    duration_s: 5400 + (n % 6) * 600,
    ...(n % 3 === 0 ? { tiers: [], offers: n % 2 === 0 ? ['rent'] : ['rent', 'buy'] } : {}),
    ...(n % 4 === 1 ? opened(1 + n) : {}),
    description: 'Made up for the example: no such film exists.',
    revision: 1,
  }
}

/** What the rules ask; an episode says for itself what its series says. */
function factsOf(n) {
  return {
    tags: ['made-up'],
    year: 2010 + (n % 16),
    languages: at([['en'], ['en', 'de'], ['de'], ['fr', 'en'], ['ja', 'en']], n),
    maturity_age: isForKids(n) ? at([0, 6], n / 8) : at([12, 6, 16, 12, 6, 12, 18, 16], n),
    made_for_kids: isForKids(n),
    regions: n % 8 === 3 ? GERMAN_SPEAKING : n % 8 === 6 ? NORTH_ATLANTIC : 'everywhere',
    ...tiersOf(n),
  }
}

function seriesTitle(n) {
  if (isForKids(n)) return `The ${at(words.ADJECTIVES, n / 4)} ${at(words.KIDS_NOUNS, n / 8 - 1)}`
  return `The ${at(words.ADJECTIVES, n)} ${at(words.NOUNS, n * 3 + Math.floor(n / 10))}`
}

function peopleOf(n) {
  const person = (k, role) => ({ name: `${at(words.FIRST_NAMES, k)} ${at(words.LAST_NAMES, k)}`, role })
  return [person(n % 7, 'director'), person(n * 2 + 1, 'actor'), person(n * 5 + 2, 'actor')]
}

/** Some have just come, some leave soon, one is gone since yesterday and one comes in three days. */
function windowsOf(n) {
  if (n === 19) return { windows: [{ ends_at: NEWEST_MS - DAY_MS }] }
  if (n === 29) return { windows: [{ starts_at: NEWEST_MS + 3 * DAY_MS }] }
  if (n % 10 === 4) return opened(1 + n / 10)
  if (n % 10 === 7)
    return { windows: [{ starts_at: NEWEST_MS - 300 * DAY_MS, ends_at: NEWEST_MS + (3 + n / 10) * DAY_MS }] }
  return {}
}

function opened(daysAgo) {
  return { windows: [{ starts_at: NEWEST_MS - daysAgo * DAY_MS }] }
}

function weekly(weeksAgo) {
  return { windows: [{ starts_at: NEWEST_MS - (2 + weeksAgo * 7) * DAY_MS }] }
}

/** 1 to `count`. */
export function times(count) {
  return Array.from({ length: count }, (_, index) => index + 1)
}
