// Viewers of a service with 100,000 titles and a long tail, each with a profile of the size of the design's reference profile: 50 titles, half of
// them rated, 50 seen, 10 dismissed, 10 listed, 5 viewers followed, 5 titles rented or bought, 20 shown on two pages, consent, all settings.
// Written down as the fold would leave it, without folding: that takes ten times as long.
import { itemHash, viewerKey } from '@upnext/contracts'
import { emptyProfile, encodeProfile } from '@upnext/profiles'
import { seededRandom } from '@upnext/recsys'

const KEYS = { secret: Buffer.alloc(32, 7), namespace: '' }
const NOW_MS = 1_760_000_000_000
const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS
const WATCHED = 50
const DISMISSED = 10
const LISTED = 10
const FOLLOWED = 5
const OWNED = 5
const PAGES = 2
const SHOWN_ON_A_PAGE = 10
/** Share of the titles dismissed, listed, owned and shown that were watched as well. */
const OVERLAP = 0.5

/** Different profiles; beyond so many viewers they come again, under other keys: Redis keeps each value by itself, whatever it holds. */
const DISTINCT = 20_000

/** Answers a function from the number of a viewer to key and packed profile: the same on every call. */
export function inventedViewers({ titles }) {
  const hashes = Array.from({ length: titles }, (_, title) => itemHash(`tt${String(title).padStart(8, '0')}`))
  const popularity = longTail(titles)
  const made = []
  const profileAt = (place) => {
    const random = seededRandom(place + 1)
    const drawTitle = () => hashes[draw(popularity, random())]
    return (made[place] ??= encodeProfile(profileOf(random, drawTitle)))
  }
  return (number) => ({ key: keyOf(number), bytes: profileAt(number % DISTINCT) })
}

/** Share of all plays that the most watched tenth, hundredth and thousandth of the titles have: what the long tail is like. */
export function sharesOfPlays(titles) {
  const sums = longTail(titles)
  const share = (part) => Math.round((1000 * sums[Math.max(1, Math.round(part * titles)) - 1]) / sums.at(-1)) / 1000
  return { tenth: share(0.1), hundredth: share(0.01), thousandth: share(0.001) }
}

export function keyOf(number) {
  return viewerKey(KEYS, `viewer-${number}`)
}

function profileOf(random, drawTitle) {
  const watched = distinct(WATCHED, drawTitle).map((key) => watchedTitle(key, random))
  const other = () => (random() < OVERLAP ? watched[Math.floor(random() * WATCHED)].key : drawTitle())
  const decided = () => ({ atMs: anyTime(random), on: true })
  const saidMs = anyTime(random)
  const said = (value) => ({ atMs: saidMs, value })
  const views = Array.from({ length: PAGES }, () => ({ atMs: anyTime(random), page: Math.floor(random() * 2 ** 32) }))
  const decidedOn = { atMs: saidMs, on: true }
  return {
    ...emptyProfile(),
    recent: section(watched, newestOf),
    seen: watched.map(seenTitle).sort((a, b) => b.day - a.day || b.fingerprint - a.fingerprint),
    dismissed: section(
      distinct(DISMISSED, other).map((key, at) =>
        at % 2 === 0
          ? { key, notInterested: decided(), continueWatching: null }
          : { key, notInterested: null, continueWatching: decided() },
      ),
      ({ notInterested, continueWatching }) => (notInterested ?? continueWatching).atMs,
    ),
    list: section(
      distinct(LISTED, other).map((key) => ({ key, listed: decided() })),
      ({ listed }) => listed.atMs,
    ),
    following: section(
      Array.from({ length: FOLLOWED }, () => ({
        key: keyOf(Math.floor(random() * 1e9)),
        requested: decided(),
        accepted: null,
      })),
      ({ requested }) => requested.atMs,
    ),
    transactions: section(
      distinct(OWNED, other).map((key, at) => ownedTitle(key, at % 2 === 0, random)),
      ({ rented, bought }) => (rented ?? bought).atMs,
    ),
    impressions: section(
      distinct(PAGES * SHOWN_ON_A_PAGE, other).map((key, at) => ({ key, shown: [views[at % PAGES]] })),
      ({ shown }) => shown[0].atMs,
    ),
    consent: {
      personalization: decidedOn,
      analytics: decidedOn,
      sponsored: { ...decidedOn, on: false },
      policyVersion: said('2026-1'),
    },
    settings: {
      kids: said(false),
      maturityLimit: said(16),
      languages: said(['de', 'en']),
      country: said('DE'),
      tier: said('premium'),
      shareWatching: said(true),
    },
  }
}

function watchedTitle(key, random) {
  const durationS = 4800 + Math.floor(random() * 4200)
  const atMs = anyTime(random)
  const positionS = Math.floor(random() * durationS)
  // An odd millisecond, as players send it: sessions then need no byte that tells them apart.
  const session = { atMs: atMs % 1000 === 0 ? atMs + 1 : atMs, session: 0, episode: '', positionS, durationS }
  const rated = { atMs: atMs + 3_600_000 + Math.floor(random() * DAY_MS), code: 1 + Math.floor(random() * 10) }
  return { key, sessions: [session], rated: random() < 0.5 ? rated : null }
}

function ownedTitle(key, isRented, random) {
  const atMs = anyTime(random)
  return isRented
    ? { key, rented: { atMs, expiresAtMs: atMs + 2 * DAY_MS }, bought: null }
    : { key, rented: null, bought: { atMs, expiresAtMs: 0 } }
}

function seenTitle(title) {
  return { fingerprint: Number.parseInt(title.key.slice(0, 8), 16), day: Math.floor(newestOf(title) / DAY_MS) }
}

function newestOf({ sessions, rated }) {
  return Math.max(sessions[0].atMs, rated?.atMs ?? 0)
}

/** Newest first, of one time the greatest key first, as sections stand. */
function section(entries, newestMs) {
  const sorted = entries.sort((a, b) => newestMs(b) - newestMs(a) || (a.key < b.key ? 1 : -1))
  return { entries: sorted, horizon: null }
}

function distinct(count, next) {
  const found = new Set()
  while (found.size < count) found.add(next())
  return [...found]
}

function anyTime(random) {
  return NOW_MS - Math.floor(random() * YEAR_MS)
}

function longTail(titles) {
  const sums = new Float64Array(titles)
  let sum = 0
  for (let rank = 0; rank < titles; rank += 1) sums[rank] = sum += (rank + 10) ** -0.9
  return sums
}

/** The place of a number from 0 to 1 among running sums. */
function draw(sums, chance) {
  const wanted = chance * sums.at(-1)
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle] < wanted) low = middle + 1
    else high = middle
  }
  return low
}
