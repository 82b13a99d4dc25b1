// A log with a long tail and something to learn from: titles of genres, viewers with a few tastes, series of titles that follow.
import { seededRandom } from '@upnext/recsys'

const DAY_MS = 86_400_000
const FROM_MS = 1_600_000_000_000
const SPAN_MS = 900 * DAY_MS
const GENRES = 40
/** Popularity of the r-th title of a genre falls like (r + HEAD)^-EXPONENT: a tenth of the titles has some two thirds of the plays. */
const HEAD = 4
const EXPONENT = 0.95
const SIGMA = 1.2
const MOST_PLAYS = 3000
/** Shares of plays: of the next title of a series, and of any genre. */
const FOLLOWING = 0.25
const STRAYING = 0.15
const WEIGHTS = [1, 1, 1, 1, 0.6, 0.5, 0.3, 0.1, -0.1, -0.5]

/** A timeline as `createTimeline` makes it, without the strings of its viewers. The same arguments give the same log. */
export function inventedLog({ plays, viewers, titles, seed }) {
  const random = seededRandom(seed)
  const lengths = historyLengths(plays, viewers, random)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const timeline = {
    items: Array.from({ length: titles }, (_, item) => scattered(item).toString(16).padStart(16, '0')).sort(),
    offsets: new Uint32Array(viewers + 1),
    titles: new Uint32Array(total),
    weights: new Float32Array(total),
    times: new Float64Array(total),
    unit: 1,
  }
  const perGenre = Math.ceil(titles / GENRES)
  const pick = createPicker(perGenre, random)
  const numberOf = numbersAtRandom(titles, random)
  const seenBy = new Uint32Array(titles)
  let at = 0
  for (let viewer = 0; viewer < viewers; viewer += 1) {
    const tastes = Array.from({ length: 3 }, () => Math.floor(random() ** 2 * GENRES))
    let atMs = FROM_MS + random() ** 0.7 * SPAN_MS
    let last = -1
    for (let left = lengths[viewer]; left > 0; left -= 1) {
      let title = following(last)
      for (let tries = 0; tries < 20 && (title < 0 || seenBy[title] === viewer + 1); tries += 1) {
        const genre = random() < STRAYING ? Math.floor(random() * GENRES) : tastes[Math.floor(random() ** 2 * 3)]
        title = Math.min(titles - 1, genre * perGenre + pick())
      }
      seenBy[title] = viewer + 1
      timeline.titles[at] = numberOf[title]
      timeline.weights[at] = WEIGHTS[Math.floor(random() * WEIGHTS.length)]
      timeline.times[at] = Math.floor(atMs)
      atMs += random() < 0.6 ? 2 * 3_600_000 * random() : -6 * DAY_MS * Math.log(1 - random())
      last = title
      at += 1
    }
    timeline.offsets[viewer + 1] = at
  }
  return timeline

  function following(title) {
    return title >= 0 && title + 1 < titles && random() < FOLLOWING ? title + 1 : -1
  }
}

/** Log-normal, brought to about the sum that is wanted; everybody has played something. */
function historyLengths(plays, viewers, random) {
  const raw = Float64Array.from({ length: viewers }, () => Math.exp(SIGMA * normal(random)))
  const scale = plays / raw.reduce((sum, length) => sum + length, 0)
  return Uint32Array.from(raw, (length) => Math.min(MOST_PLAYS, Math.max(1, Math.round(length * scale))))
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Places of a genre, the popular ones more often. */
function createPicker(places, random) {
  const sums = new Float64Array(places)
  let sum = 0
  for (let place = 0; place < places; place += 1) sums[place] = sum += (place + HEAD) ** -EXPONENT
  return () => {
    const wanted = random() * sum
    let [low, high] = [0, places - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle] < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Hashes say nothing of genre or popularity. */
function numbersAtRandom(titles, random) {
  const numbers = Uint32Array.from({ length: titles }, (_, title) => title)
  for (let at = titles - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    ;[numbers[at], numbers[other]] = [numbers[other], numbers[at]]
  }
  return numbers
}

function scattered(item) {
  return BigInt(item + 1) * 0x9e3779b97f4an
}
