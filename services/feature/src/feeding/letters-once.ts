/**
 * Several generations come past the same record, and each finds that it cannot be folded. The first one writes the dead letter: one
 * that finds another generation already past the record leaves it. Two that are there at the same moment both write it, which is
 * harmless; none is lost, because whoever is first finds nobody ahead.
 */
import { DeadLetter } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import { GenerationDroppedError } from '@upnext/ports'
import type { EventLog, NewRecord, ProfileStore } from '@upnext/ports'

export interface LetterDeps {
  readonly log: EventLog
  readonly profiles: Pick<ProfileStore, 'generations' | 'read'>
  readonly topics: Topics
}

/** A log like `log`, that takes the dead letters of one generation. */
export function lettersOnce({ log, profiles, topics }: LetterDeps, generation: number): EventLog {
  return {
    ...log,
    async append(topic, records) {
      if (topic !== topics.deadLetters.name) return log.append(topic, records)
      const wanted = await unwritten(profiles, generation, records)
      return wanted.length === 0 ? [] : log.append(topic, wanted)
    },
  }
}

async function unwritten(
  profiles: LetterDeps['profiles'],
  generation: number,
  records: readonly NewRecord[],
): Promise<NewRecord[]> {
  const { manifests } = await profiles.generations()
  const others = manifests.filter((other) => other.generation !== generation && other.state !== 'dropping')
  if (others.length === 0) return [...records]
  const furthest = new Map<number, number>()
  const unwritten: NewRecord[] = []
  for (const record of records) {
    const { partition, offset } = DeadLetter.decode(record.value)
    const ahead = furthest.get(partition) ?? (await furthestOf(profiles, others, partition))
    furthest.set(partition, ahead)
    if (offset >= ahead) unwritten.push(record)
  }
  return unwritten
}

async function furthestOf(
  profiles: LetterDeps['profiles'],
  others: readonly { readonly generation: number }[],
  partition: number,
): Promise<number> {
  const positions = await Promise.all(others.map(({ generation }) => positionOf(profiles, generation, partition)))
  return Math.max(...positions)
}

/** 0 for one that was dropped in this moment: a second letter is better than none. */
async function positionOf(profiles: LetterDeps['profiles'], generation: number, partition: number): Promise<number> {
  try {
    return (await profiles.read(generation, partition, [])).position
  } catch (error) {
    if (error instanceof GenerationDroppedError) return 0
    throw error
  }
}
