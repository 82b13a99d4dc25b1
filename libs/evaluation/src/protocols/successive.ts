/**
 * What is held out, event by event in order of time: ask what comes next from the viewer's profile as it stands, then fold the
 * event in and let those who learn learn it. Nothing is known before it happened.
 */
import type { ItemHash, ViewerKey } from '@upnext/contracts'
import { historyOf } from '@upnext/learning'
import { decodeProfile, emptyProfile, fold } from '@upnext/profiles'
import type { Caps, Profile } from '@upnext/profiles'
import type { Dataset } from '../data/dataset.ts'
import { toEvent } from '../to-event.ts'
import { LIST_LENGTH } from './exam.ts'
import type { Desk, Exam } from './exam.ts'
import { opinionsOn } from './opinions.ts'
import { servingOf } from './serving.ts'

export interface SuccessiveSettings {
  readonly servingCaps: Caps
  readonly trainingCaps: Caps
  /** Only the viewer's last title is left out of the lists, instead of all seen. */
  readonly allowSeen: boolean
  readonly targetMinRating: number | null
}

interface ViewerState {
  serving: Profile
  training: Profile
  readonly seen: Set<ItemHash>
}

const STEP = 200

/** `profiles`: the training part's, packed. */
export function successive(
  dataset: Dataset,
  settings: SuccessiveSettings,
  profiles: ReadonlyMap<ViewerKey, Uint8Array>,
): Exam {
  const { test } = dataset
  const serving = servingOf(dataset, settings.servingCaps)
  const opinions = opinionsOn(dataset, settings.targetMinRating)
  const states = new Map<number, ViewerState>()

  const stateOf = (viewer: number, key: ViewerKey): ViewerState => {
    const known = states.get(viewer)
    if (known !== undefined) return known
    const packed = profiles.get(key)
    const state: ViewerState = {
      serving: serving.profileOf(viewer),
      training: packed === undefined ? emptyProfile() : decodeProfile(packed),
      seen: serving.seenBy(viewer),
    }
    states.set(viewer, state)
    return state
  }
  const ask = (row: number, viewer: ViewerKey, item: ItemHash, state: ViewerState, desk: Desk): void => {
    if (!settings.allowSeen && state.seen.has(item)) {
      desk.skip('seen before')
      return
    }
    const targets = new Set(opinions.isTarget(row) ? [item] : [])
    const disliked = opinions.isDisliked(row) ? [item] : []
    if (targets.size === 0) desk.skip('rated too low')
    if (targets.size + disliked.length === 0) return
    const history = historyOf(state.serving)
    const last = history.slice(0, 1).map((play) => play.item)
    const excluded = settings.allowSeen ? new Set(last) : state.seen
    const atMs = test.atMs[row] ?? 0
    const query = { history, excluded, allowSeen: settings.allowSeen, atMs, limit: LIST_LENGTH }
    desk.ask({ viewer, query, targets, disliked, atMs })
  }
  const step = (row: number, desk: Desk): void => {
    const viewer = test.viewers[row] ?? 0
    const key = dataset.viewers[viewer]
    const item = dataset.items[test.items[row] ?? 0]
    if (key === undefined || item === undefined) return
    const state = stateOf(viewer, key)
    ask(row, key, item, state, desk)
    const event = toEvent(dataset, test, row)
    state.serving = fold(state.serving, event, settings.servingCaps).profile
    const result = fold(state.training, event, settings.trainingCaps)
    state.training = result.profile
    state.seen.add(item)
    desk.learn(key, result)
  }

  return {
    run: (desk) => {
      for (let row = 0; row < test.length; row++) {
        if (row % STEP === 0) desk.onStep(row, test.length)
        step(row, desk)
      }
      desk.onStep(test.length, test.length)
      states.clear()
    },
  }
}
