/** What a tally keeps. Plain functions over plain data: they are asked about each title at each place of a list. */
import type { ListTraits } from './list-traits.ts'

export interface TallyState {
  readonly added: ListTraits[]
  /** By number of the genre. */
  votes: Float64Array
  /** Sum of the titles' vectors of length 1: a genre of one of n genres is 1 / sqrt(n). */
  vectors: Float64Array
  people: Float64Array
  groups: Float64Array
  withGenres: number
  lengthSquared: number
}

const FIRST_ROOM = 64

export function emptyTally(): TallyState {
  return {
    added: [],
    votes: new Float64Array(FIRST_ROOM),
    vectors: new Float64Array(FIRST_ROOM),
    people: new Float64Array(FIRST_ROOM),
    groups: new Float64Array(FIRST_ROOM),
    withGenres: 0,
    lengthSquared: 0,
  }
}

export function addTo(tally: TallyState, title: ListTraits): void {
  const { genres, people, group } = title
  tally.added.push(title)
  for (const person of people) {
    tally.people = withRoomFor(tally.people, person)
    tally.people[person] = (tally.people[person] ?? 0) + 1
  }
  if (group >= 0) {
    tally.groups = withRoomFor(tally.groups, group)
    tally.groups[group] = (tally.groups[group] ?? 0) + 1
  }
  if (genres.length === 0) return
  tally.withGenres += 1
  const part = 1 / Math.sqrt(genres.length)
  for (const genre of genres) {
    tally.votes = withRoomFor(tally.votes, genre)
    tally.vectors = withRoomFor(tally.vectors, genre)
    const before = tally.vectors[genre] ?? 0
    tally.lengthSquared += part * (2 * before + part)
    tally.vectors[genre] = before + part
    tally.votes[genre] = (tally.votes[genre] ?? 0) + 1 / genres.length
  }
}

/** Costs what was added, not the greatest number. */
export function clearTally(tally: TallyState): void {
  for (const { genres, people, group } of tally.added) {
    for (const genre of genres) {
      tally.votes[genre] = 0
      tally.vectors[genre] = 0
    }
    for (const person of people) tally.people[person] = 0
    if (group >= 0) tally.groups[group] = 0
  }
  tally.added.length = 0
  tally.withGenres = 0
  tally.lengthSquared = 0
}

export function alikeTo({ vectors, withGenres, lengthSquared }: TallyState, genres: readonly number[]): number {
  if (withGenres === 0) return 0
  const { length } = genres
  if (length === 0) return lengthSquared / (withGenres * (withGenres + 1))
  let sum = 0
  for (let at = 0; at < length; at++) sum += vectors[genres[at] ?? 0] ?? 0
  return sum / (Math.sqrt(length) * (withGenres + 1))
}

export function samePersonIn({ people }: TallyState, asked: readonly number[]): number {
  let most = 0
  for (let at = 0; at < asked.length; at++) {
    const count = people[asked[at] ?? 0] ?? 0
    if (count > most) most = count
  }
  return most
}

export function groupMatesIn({ groups }: TallyState, group: number): number {
  return group < 0 ? 0 : (groups[group] ?? 0)
}

function withRoomFor(counts: Float64Array, number: number): Float64Array {
  if (number < counts.length) return counts
  const more = new Float64Array(Math.max(number + 1, 2 * counts.length))
  more.set(counts)
  return more
}
