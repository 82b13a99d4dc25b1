// A streaming service of 10,000 titles, invented: a long tail, genres, people, series with episodes, windows, tiers; a model with full rows
// that keep to genres; what is trending; and viewers with 50 titles each, half of them rated.
import { CatalogItem, ItemKind, itemHash, itemHashToBytes } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import { MODEL_SETTINGS, ROW_SETS, seededRandom } from '@upnext/recsys'

const DAY_MS = 86_400_000
const EVENING_MS = 14_400_000
const GENRES = Array.from({ length: 20 }, (_, genre) => `Genre ${genre}`)
const TIERS = [
  { every: true, names: [] },
  { every: false, names: ['standard', 'premium'] },
  { every: false, names: ['premium'] },
]
const EPISODES = 8
const NEIGHBOURS = 100
const HISTORY = 50
const IMPRESSED = 60

export const COUNTRY = 'DE'

/** Titles in the order of their popularity. */
export function inventedTitles({ titles, seed }) {
  const random = seededRandom(seed)
  return Array.from({ length: titles }, (_, rank) => {
    // Few genres have most titles.
    const genres = new Set(
      Array.from({ length: 1 + int(random, 3) }, () => Math.floor(GENRES.length * random() ** 1.6)),
    )
    return { rank, itemId: `tt${String(rank).padStart(7, '0')}`, genres: [...genres], isSeries: rank % 7 === 3 }
  })
}

/** The documents of the catalogue: the titles, and the episodes of the series that are watched most. */
export function inventedItems(titles, { nowMs, seed }) {
  const random = seededRandom(seed)
  return titles.flatMap((title) => {
    const item = CatalogItem.fromPartial({
      itemId: title.itemId,
      title: `The Title of Number ${title.rank}`,
      kind: title.isSeries ? ItemKind.ITEM_KIND_SERIES : ItemKind.ITEM_KIND_MOVIE,
      genres: title.genres.map((genre) => GENRES[genre]),
      people: Array.from({ length: 4 }, (_, at) => ({
        name: `Person ${Math.floor(8000 * random() ** 2)}`,
        role: at === 0 ? 'director' : 'actor',
      })),
      franchise: random() < 0.1 ? `Franchise ${int(random, 200)}` : '',
      year: 1960 + Math.floor(66 * Math.sqrt(random())),
      languages: random() < 0.6 ? ['en'] : ['de', 'en'],
      durationS: title.isSeries ? undefined : 4800 + int(random, 3600),
      maturityAge: [0, 6, 12, 16, 18][int(random, 5)],
      regions: random() < 0.9 ? { everywhere: true, countries: [] } : { everywhere: false, countries: ['AT', COUNTRY] },
      windows: windowsOf(random, nowMs),
      artworkUrl: `https://images.example/artwork/${title.itemId}/poster-wide.jpg`,
      tiers: TIERS[Math.floor(TIERS.length * random() ** 2)],
      revision: 1,
    })
    return [item, ...(title.isSeries && title.rank < 2000 ? episodesOf(title) : [])]
  })
}

function windowsOf(random, nowMs) {
  const chance = random()
  if (chance < 0.5) return []
  if (chance < 0.58) return [{ startsAtMs: nowMs - Math.floor(random() * 30 * DAY_MS), countries: [] }]
  if (chance < 0.62) return [{ endsAtMs: nowMs + Math.floor(random() * 30 * DAY_MS), countries: [] }]
  return [
    { startsAtMs: nowMs - Math.floor((40 + 1000 * random()) * DAY_MS), endsAtMs: nowMs + 400 * DAY_MS, countries: [] },
  ]
}

function episodesOf({ itemId, genres }) {
  return Array.from({ length: EPISODES }, (_, at) =>
    CatalogItem.fromPartial({
      itemId: episodeId(itemId, at),
      title: `Episode ${at + 1}`,
      kind: ItemKind.ITEM_KIND_EPISODE,
      seriesId: itemId,
      seasonNumber: 1,
      episodeNumber: at + 1,
      genres: genres.map((genre) => GENRES[genre]),
      durationS: 2700,
      revision: 1,
    }),
  )
}

/** Full rows of the product's own row sets, most neighbours of a genre in common and popular ones more often; learned weights. */
export function inventedModel(titles, { nowMs, seed }) {
  const random = seededRandom(seed)
  const inOrder = titles
    .map(({ rank, itemId }) => ({ rank, hash: itemHash(itemId) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
  const numberOf = new Uint32Array(titles.length)
  for (const [number, { rank }] of inOrder.entries()) numberOf[rank] = number
  const ofGenre = GENRES.map((_, genre) =>
    titles.filter(({ genres }) => genres.includes(genre)).map(({ rank }) => rank),
  )
  const nextTo = ({ genres }) => {
    const among = random() < 0.75 ? ofGenre[genres[int(random, genres.length)]] : null
    return numberOf[
      among === null ? Math.floor(titles.length * random() ** 2) : among[Math.floor(among.length * random() ** 1.5)]
    ]
  }
  const sets = [...new Set(MODEL_SETTINGS.channels.map(({ rowSet }) => rowSet)), ROW_SETS.content]
  const prior = (scale) => Float32Array.from(inOrder, ({ rank }) => scale / (rank + 1) ** 0.7)
  const { channels, blend, historyLimit } = MODEL_SETTINGS
  // What goes with the history weighs most, popularity a little.
  const weights = [...channels.flatMap(() => [0.2 + random(), 0.2 + random()]), 0.05, 0.05, 0.02]
  return {
    items: inOrder.map(({ hash }) => hash),
    rowSets: new Map(
      sets.map((name) => [
        name,
        fullRows(
          inOrder.map(({ rank }) => titles[rank]),
          nextTo,
          random,
        ),
      ]),
    ),
    popularity: { total: prior(1e4), month: prior(1e3), days: prior(100), asOfMs: nowMs },
    parameters: { channels, blend, ranker: { weights }, again: null, historyLimit },
  }
}

function fullRows(titles, nextTo, random) {
  const neighbours = new Uint32Array(titles.length * NEIGHBOURS)
  const scores = new Float32Array(titles.length * NEIGHBOURS)
  const namedBy = new Uint32Array(titles.length)
  for (const [row, title] of titles.entries()) {
    const first = row * NEIGHBOURS
    namedBy[row] = row + 1
    for (let at = first; at < first + NEIGHBOURS;) {
      const neighbour = nextTo(title)
      if (namedBy[neighbour] === row + 1) continue
      namedBy[neighbour] = row + 1
      neighbours[at] = neighbour
      scores[at] = (1 - (at - first) / NEIGHBOURS) * (0.9 + 0.1 * random())
      at += 1
    }
    scores
      .subarray(first, first + NEIGHBOURS)
      .sort()
      .reverse()
  }
  return { offsets: Uint32Array.from({ length: titles.length + 1 }, (_, row) => row * NEIGHBOURS), neighbours, scores }
}

/** What the trainer says of a country, or with '' of all: titles that many watch, in another order than that of all time. */
export function inventedTrends(titles, country, { nowMs, seed }) {
  const random = seededRandom(seed)
  const list = () =>
    titles
      .slice(0, 2000)
      .map(({ rank, itemId }) => ({
        item: itemHashToBytes(itemHash(itemId)),
        plays: (2000 * random()) / (rank + 5) ** 0.7,
      }))
      .sort((a, b) => b.plays - a.plays)
      .slice(0, 200)
  return { country, asOfMs: nowMs, trending: list(), popular: list() }
}

/** Of a viewer who likes three genres: 50 titles, half of them rated, what was shown of late, and settings. */
export function inventedProfile(titles, { nowMs, seed }) {
  const random = seededRandom(seed)
  const liked = new Set(Array.from({ length: 3 }, () => Math.floor(GENRES.length * random() ** 1.6)))
  const drawn = new Map()
  while (drawn.size < HISTORY) {
    const title = titles[Math.floor(titles.length * random() ** 3)]
    if (title.genres.some((genre) => liked.has(genre)) || random() < 0.2) drawn.set(title.itemId, title)
  }
  const recent = [...drawn.values()].map((title, at) => recentTitle(title, nowMs - (at + 1) * DAY_MS, random))
  const shown = new Set()
  while (shown.size < IMPRESSED) shown.add(titles[Math.floor(1500 * random())].itemId)
  const impressions = [...shown].map((itemId, place) =>
    impressedTitle(itemId, nowMs - (place + 1) * EVENING_MS, random),
  )
  const said = (value) => ({ atMs: nowMs - 100 * DAY_MS, value })
  const settings = { ...emptyProfile().settings, country: said(COUNTRY), tier: said('standard') }
  return {
    ...emptyProfile(),
    recent: { entries: recent, horizon: null },
    impressions: { entries: impressions, horizon: null },
    settings,
  }
}

/** Shown on one to four evenings. */
function impressedTitle(itemId, newestMs, random) {
  const shown = Array.from({ length: 1 + int(random, 4) }, (_, at) => ({
    atMs: newestMs - at * DAY_MS,
    page: int(random, 1e9),
  }))
  return { key: itemHash(itemId), shown }
}

/** Most are watched to the end, some half; every second one is rated too. */
function recentTitle({ itemId, isSeries, rank }, atMs, random) {
  const durationS = isSeries ? 2700 : 6000
  const positionS = Math.floor(durationS * (random() < 0.8 ? 1 : 0.1 + 0.7 * random()))
  const episode = isSeries && rank < 2000 ? itemHash(episodeId(itemId, int(random, EPISODES))) : ''
  return {
    key: itemHash(itemId),
    sessions: [{ atMs, session: 0, episode, positionS, durationS }],
    rated: random() < 0.5 ? { atMs: atMs + 7_200_000, code: 5 + int(random, 6) } : null,
  }
}

function episodeId(itemId, at) {
  return `${itemId}-s1e${at + 1}`
}

function int(random, below) {
  return Math.floor(random() * below)
}
