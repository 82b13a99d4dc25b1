/** What stands in a list, or on a page, so far: how much of each genre, of whom and of which series. */
import type { ListTraits } from './list-traits.ts'
import { addTo, alikeTo, clearTally, emptyTally, groupMatesIn, samePersonIn } from './tally-state.ts'

export interface ListTally {
  add(title: ListTraits): void
  clear(): void
  /** Titles with genres. */
  withGenres(): number
  /** Votes for a genre: each title with genres has one, and divides it equally among them. */
  votesFor(genre: number): number
  /**
   * 0 to 1: mean cosine of the title's set of genres with those of the titles here, as if there were one more that is like none (so
   * that one title alone does not decide everything). A title of unknown genres is as like the others as they are to each other.
   */
  alike(title: ListTraits): number
  /** How many titles of its series or franchise are here. */
  groupMates(title: ListTraits): number
  /** How many titles of that one of its people who is here most often. */
  samePerson(title: ListTraits): number
}

export function createListTally(): ListTally {
  const tally = emptyTally()
  return {
    add: (title) => addTo(tally, title),
    clear: () => clearTally(tally),
    withGenres: () => tally.withGenres,
    votesFor: (genre) => tally.votes[genre] ?? 0,
    alike: ({ genres }) => alikeTo(tally, genres),
    groupMates: ({ group }) => groupMatesIn(tally, group),
    samePerson: ({ people }) => samePersonIn(tally, people),
  }
}
