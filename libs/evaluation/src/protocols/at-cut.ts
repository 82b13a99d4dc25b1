/**
 * One question a viewer, at the cut: all that is held out of this viewer are the targets. This is the protocol of pairs, of
 * sequences (one target) and of a window of time.
 */
import type { ItemHash } from '@upnext/contracts'
import { historyOf } from '@upnext/learning'
import type { Caps } from '@upnext/profiles'
import { seededRandom } from '@upnext/recsys'
import type { Dataset } from '../data/dataset.ts'
import { rowsByViewer } from '../data/rows.ts'
import type { RecommendQuery } from '../recommender.ts'
import { LIST_LENGTH } from './exam.ts'
import type { Exam, Question } from './exam.ts'
import { opinionsOn } from './opinions.ts'
import { servingOf } from './serving.ts'

export interface AtCutSettings {
  readonly caps: Caps
  /** Only the viewer's last title is left out of the lists, instead of all seen. */
  readonly allowSeen: boolean
  readonly targetMinRating: number | null
  /** Ask about so many viewers, drawn by `seed`; `null`: all. */
  readonly sampleUsers: number | null
  readonly seed: number
}

const STEP = 200

export function atCut(dataset: Dataset, settings: AtCutSettings): Exam {
  const { test } = dataset
  const rowsOf = rowsByViewer(test, dataset.viewers.length)
  const serving = servingOf(dataset, settings.caps)
  const opinions = opinionsOn(dataset, settings.targetMinRating)

  const queryOf = (viewer: number, seen: ReadonlySet<ItemHash>): RecommendQuery => {
    const history = historyOf(serving.profileOf(viewer))
    const last = history.slice(0, 1).map((play) => play.item)
    const excluded = settings.allowSeen ? new Set(last) : seen
    return { history, excluded, allowSeen: settings.allowSeen, atMs: dataset.cutMs, limit: LIST_LENGTH }
  }
  const questionOf = (viewer: number, skip: (reason: string) => void): Question | null => {
    const key = dataset.viewers[viewer]
    const seen = serving.seenBy(viewer)
    const targets = new Set<ItemHash>()
    const disliked = new Set<ItemHash>()
    for (const row of rowsOf(viewer)) {
      const item = dataset.items[test.items[row] ?? 0]
      if (item === undefined) continue
      if (!settings.allowSeen && seen.has(item)) {
        skip('seen before')
        continue
      }
      if (opinions.isTarget(row)) targets.add(item)
      else skip('rated too low')
      if (opinions.isDisliked(row)) disliked.add(item)
    }
    if (key === undefined || targets.size + disliked.size === 0) return null
    return { viewer: key, query: queryOf(viewer, seen), targets, disliked: [...disliked], atMs: dataset.cutMs }
  }

  return {
    run: (desk) => {
      const asked = sample(viewersIn(test.viewers), settings)
      asked.forEach((viewer, at) => {
        if (at % STEP === 0) desk.onStep(at, asked.length)
        const question = questionOf(viewer, (reason) => desk.skip(reason))
        if (question !== null) desk.ask(question)
      })
      desk.onStep(asked.length, asked.length)
    },
  }
}

function viewersIn(viewers: Uint32Array): number[] {
  return [...new Set(viewers)].sort((a, b) => a - b)
}

/** The first places of a seeded shuffle, in the order of viewers. */
function sample(viewers: number[], { sampleUsers, seed }: AtCutSettings): readonly number[] {
  if (sampleUsers === null || sampleUsers >= viewers.length) return viewers
  const random = seededRandom(seed)
  const drawn = [...viewers]
  for (let at = 0; at < sampleUsers; at++) {
    const other = at + Math.floor(random() * (drawn.length - at))
    const chosen = drawn[other] ?? 0
    drawn[other] = drawn[at] ?? 0
    drawn[at] = chosen
  }
  return drawn.slice(0, sampleUsers).sort((a, b) => a - b)
}
