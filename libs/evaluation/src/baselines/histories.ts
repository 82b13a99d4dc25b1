/** The training part as plain histories. */
import type { ItemHash, ViewerKey } from '@upnext/contracts'
import { playsOf } from '@upnext/learning'
import { decodeProfile } from '@upnext/profiles'
import type { PlayHistory } from '@upnext/recsys'
import type { TrainingData } from '../recommender.ts'

/** Viewer by viewer in the order of keys, each oldest first; a title may come more than once. May be iterated again. */
export function playsIn(data: TrainingData): Iterable<PlayHistory> {
  const keys: readonly ViewerKey[] = [...data.profiles.keys()].sort()
  return {
    *[Symbol.iterator]() {
      for (const key of keys) {
        const packed = data.profiles.get(key)
        if (packed !== undefined) yield playsOf(decodeProfile(packed))
      }
    },
  }
}

/** Each viewer's titles, each once: the methods of the literature know only that it was watched. */
export function* titlesIn(data: TrainingData): Generator<ReadonlySet<ItemHash>> {
  for (const history of playsIn(data)) yield new Set(history.map((play) => play.item))
}
