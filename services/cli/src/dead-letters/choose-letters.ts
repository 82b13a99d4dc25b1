/** Which dead letters are meant. */
import { usageError } from '../errors.ts'
import type { LetterFacts, LetterId } from './read-letters.ts'

export interface Choice {
  readonly ids: readonly string[]
  /** All that were not sent again yet. */
  readonly all: boolean
  /** Those of this reason that were not sent again yet. */
  readonly reason?: string | undefined
}

/** Throws where nothing, or more than one thing, is meant, and where a letter is not there or of a topic that is not known. */
export function chooseLetters(
  letters: readonly LetterFacts[],
  choice: Choice,
  topics: ReadonlySet<string>,
): ReadonlySet<LetterId> {
  const chosen = lettersOf(letters, choice)
  const foreign = chosen.find(({ topic }) => !topics.has(topic))
  if (foreign !== undefined) {
    throw usageError(`dead letter ${foreign.id} is of topic ${foreign.topic}, which is none of this namespace`)
  }
  return new Set(chosen.map(({ id }) => id))
}

export interface ReasonCount {
  readonly reason: string
  readonly letters: number
}

/** The most frequent first. */
export function reasonsOf(letters: readonly LetterFacts[]): ReasonCount[] {
  const counts = new Map<string, number>()
  for (const { reason } of letters) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, letters: count })).sort((a, b) => b.letters - a.letters)
}

function lettersOf(letters: readonly LetterFacts[], { ids, all, reason }: Choice): readonly LetterFacts[] {
  const ways = [ids.length > 0, all, reason !== undefined].filter(Boolean)
  if (ways.length !== 1) throw usageError('name dead letters by their ids, or with --all, or with --reason')
  if (ids.length === 0) {
    return letters.filter((letter) => letter.retriedAtMs === null && (reason === undefined || letter.reason === reason))
  }
  const known = new Map<string, LetterFacts>(letters.map((letter) => [letter.id, letter]))
  return ids.map((id) => {
    const letter = known.get(id)
    if (letter === undefined) throw usageError(`there is no dead letter ${id}`, 'see: upnext dead-letters list --all')
    return letter
  })
}
