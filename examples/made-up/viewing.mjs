// Made-up viewing: six viewers of whom each shows something, and a small crowd so that a model finds out what goes together.
import {
  DAY_MS,
  NEWEST_MS,
  episodeId,
  episodeSeconds,
  genresOf,
  isNew,
  movieId,
  seasonsOf,
  seriesId,
  times,
} from './catalog.mjs'

const CROWD = 34
const FIRST_OF_CROWD = 7
const HOUSEHOLD = 'demo-account-1'
/** Well-known titles of MovieLens, with one of the genres of the made-up ones: they tie both worlds together. */
const REAL = {
  Drama: ['318', '527', '2858'],
  Comedy: ['356', '1', '1265'],
  Crime: ['296', '50', '593'],
  'Sci-Fi': ['260', '1270', '2571'],
  Documentary: ['5669', '246'],
  Fantasy: ['4993', '7153', '4886'],
  Horror: ['1214', '1258'],
  Action: ['589', '1196', '1240'],
  Children: ['1', '588', '364'],
}

const two = (n) => String(n).padStart(2, '0')
const viewerId = (n) => `demo-viewer-${two(n)}`

/** Every event, in order of time; the last happens at `NEWEST_MS`. */
export function viewing() {
  const events = [...theHousehold(), ...theFriends(), ...theOthers(), ...times(CROWD).flatMap(ofTheCrowd)]
  return events.sort(
    (a, b) => a.occurred_at - b.occurred_at || (a.viewer < b.viewer ? -1 : a.viewer > b.viewer ? 1 : 0),
  )
}

/** 01 has something for every row; 04 is a child on the same account. */
function theHousehold() {
  const adult = { viewer: viewerId(1), account: HOUSEHOLD, country: 'DE' }
  const child = { viewer: viewerId(4), account: HOUSEHOLD, country: 'DE' }
  return [
    settings(adult, 400, { country: 'DE', tier: 'basic', maturity_limit: 18 }),
    {
      ...on(adult, 400),
      kind: 'consent',
      personalization: true,
      analytics: true,
      sponsored: true,
      policy_version: 'demo-1',
    },
    ...watchedSeries(adult, 2, 60, 4),
    ...watchedSeries(adult, 10, 12, 9),
    ...watchedSeries(adult, 18, 5, 3),
    watchedEpisode(adult, 25, 1, 2, 0.45, 1),
    watchedMovie(adult, 2, 0.4, 2),
    watchedMovie(adult, 7, 1, 90),
    rating(adult, movieId(7), 5, 89),
    rating(adult, seriesId(2), 5, 50),
    rating(adult, seriesId(10), 4.5, 10),
    rating(adult, '318', 5, 80),
    rating(adult, '296', 4.5, 79),
    rating(adult, '593', 5, 78),
    rating(adult, '50', 5, 77),
    rating(adult, '4993', 2, 76),
    listed(adult, seriesId(26), 7),
    listed(adult, movieId(10), 6),
    listed(adult, '858', 5),
    { ...on(adult, 4), kind: 'dismiss', item: seriesId(6), scope: 'not_interested' },
    { ...on(adult, 9), kind: 'transaction', item: movieId(9), type: 'rent', expires_at: NEWEST_MS - 7 * DAY_MS },
    { ...on(adult, 30), kind: 'follow', target: viewerId(2), action: 'request' },
    { ...on(adult, 30), kind: 'follow', target: viewerId(3), action: 'request' },
    settings(child, 400, { country: 'DE', tier: 'basic', kids: true, maturity_limit: 6 }),
    ...watchedSeries(child, 8, 20, 5),
    ...watchedSeries(child, 16, 3, 2),
    rating(child, seriesId(8), 5, 15),
  ]
}

/** Both share what they watch; 02 has accepted that 01 follows, 03 has not yet. */
function theFriends() {
  const accepted = { viewer: viewerId(2), country: 'DE' }
  const asked = { viewer: viewerId(3), country: 'AT' }
  return [
    settings(accepted, 300, { country: 'DE', tier: 'premium', maturity_limit: 18, share_watching: true }),
    settings(asked, 300, { country: 'AT', tier: 'basic', maturity_limit: 18, share_watching: true }),
    { ...on(accepted, 29), kind: 'follow', target: viewerId(1), action: 'accept' },
    ...watchedSeries(accepted, 33, 8, 6),
    ...watchedSeries(accepted, 5, 15, 4),
    ...watchedSeries(asked, 12, 9, 5),
    watchedMovie(accepted, 1, 1, 1),
    watchedMovie(accepted, 4, 1, 3),
    rating(accepted, seriesId(33), 5, 2),
    rating(accepted, '527', 5, 100),
    rating(asked, seriesId(12), 4, 4),
    rating(asked, '1270', 5, 100),
  ]
}

/** 05 pays for everything and agreed to nothing; 06 lives elsewhere and has finished a series with its specials. */
function theOthers() {
  const careful = { viewer: viewerId(5), country: 'DE' }
  const abroad = { viewer: viewerId(6), country: 'US' }
  const whole = seasonsOf(10).reduce((sum, { season, episodes }) => sum + (season === 0 ? 0 : episodes), 0)
  return [
    settings(careful, 200, { country: 'DE', tier: 'premium', maturity_limit: 16 }),
    {
      ...on(careful, 200),
      kind: 'consent',
      personalization: true,
      analytics: false,
      sponsored: false,
      policy_version: 'demo-1',
    },
    ...watchedSeries(careful, 23, 30, 6),
    rating(careful, '260', 5, 60),
    rating(careful, '1196', 5, 60),
    settings(abroad, 200, { country: 'US', tier: 'basic', languages: ['en'], maturity_limit: 18 }),
    ...watchedSeries(abroad, 10, 90, whole),
    ...times(2).map((episode) => watchedEpisode(abroad, 10, 0, episode, 1, 20 - episode)),
    ...watchedSeries(abroad, 30, 0, 3),
    rating(abroad, '2571', 4.5, 70),
  ]
}

/** Each watches the series of one taste, and has seen real films of the same. */
function ofTheCrowd(member) {
  const who = { viewer: viewerId(FIRST_OF_CROWD - 1 + member), country: ['DE', 'DE', 'AT', 'US', 'FR'][member % 5] }
  const taste = member % 8
  const mine = times(40).filter((n) => n % 8 === taste && !isNew(n))
  const daysAgo = 1 + ((member * 7) % 45)
  const real = REAL[genresOf(mine[0])[0]]
  return [
    ...mine
      .filter((_n, index) => (index + member) % 5 !== 0)
      .map((n, index) => watchedEpisode(who, n, 1, 1 + ((n + member) % 6), 1, daysAgo + index)),
    rating(who, seriesId(mine[member % mine.length]), 3.5 + (member % 4) / 2, daysAgo),
    ...real.map((item, index) => rating(who, item, 5 - ((index + member) % 3) / 2, daysAgo + 10 + index)),
    ...(member % 3 === 0 ? [watchedMovie(who, 4 + 3 * ((member / 3) % 3), 1, daysAgo + 1)] : []),
  ]
}

/** Regular episodes 1 to `count` in their order; the newest of them `daysAgo`, the others a day earlier each. */
function watchedSeries(who, n, daysAgo, count) {
  const episodes = seasonsOf(n)
    .filter(({ season }) => season > 0)
    .flatMap(({ season, episodes }) => times(episodes).map((episode) => ({ season, episode })))
    .slice(0, count)
  return episodes.map(({ season, episode }, index) =>
    watchedEpisode(who, n, season, episode, 1, daysAgo + episodes.length - 1 - index),
  )
}

function watchedEpisode(who, n, season, episode, share, daysAgo) {
  const id = episodeId(n, season, episode)
  return watched(who, { item: seriesId(n), episode: id }, episodeSeconds(n), share, daysAgo)
}

function watchedMovie(who, n, share, daysAgo) {
  return watched(who, { item: movieId(n) }, 5400 + (n % 6) * 600, share, daysAgo)
}

function watched(who, what, seconds, share, daysAgo) {
  const position = Math.round(seconds * share)
  const { occurred_at: endedAt, ...envelope } = on(who, daysAgo)
  return {
    ...envelope,
    kind: 'watch',
    ...what,
    occurred_at: endedAt,
    position_s: position,
    duration_s: seconds,
    session_id: `${what.episode ?? what.item}:${daysAgo}`,
    session_started_at: endedAt - position * 1000,
  }
}

function rating(who, item, stars, daysAgo) {
  return { ...on(who, daysAgo), kind: 'rating', item, stars }
}

function listed(who, item, daysAgo) {
  return { ...on(who, daysAgo), kind: 'list', item, action: 'add' }
}

function settings(who, daysAgo, changes) {
  return { ...on(who, daysAgo), kind: 'settings', settings: changes }
}

function on(who, daysAgo) {
  return { ...who, occurred_at: NEWEST_MS - daysAgo * DAY_MS }
}
