/** The training part as the product's own fold leaves it: all that a model may learn from. */
import type { ViewerKey } from '@upnext/contracts'
import { emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import type { Caps, Profile } from '@upnext/profiles'
import type { Dataset } from './data/dataset.ts'
import { rowsByViewer } from './data/rows.ts'
import type { Rows } from './data/rows.ts'
import type { OnProgress, TrainingData } from './recommender.ts'
import { toEvent } from './to-event.ts'

/** Viewers between two words on progress. */
const STEP = 500

export function trainingDataOf(dataset: Dataset, caps: Caps, onProgress: OnProgress): TrainingData {
  const { train } = dataset
  const rowsOf = rowsByViewer(train, dataset.viewers.length)
  const profiles = new Map<ViewerKey, Uint8Array>()
  dataset.viewers.forEach((key, viewer) => {
    if (viewer % STEP === 0) onProgress({ stage: 'profiles', done: viewer, of: dataset.viewers.length })
    const rows = rowsOf(viewer)
    if (rows.length > 0) profiles.set(key, encodeProfile(foldRows(dataset, train, rows, caps)))
  })
  onProgress({ stage: 'profiles', done: dataset.viewers.length, of: dataset.viewers.length })
  return {
    profiles,
    content: dataset.content,
    cutMs: dataset.cutMs,
    timeless: dataset.timeless,
    itemCount: new Set(train.items).size,
  }
}

/** One viewer's profile. A profile is a function of the set of its events, so viewers can be folded one after the other. */
export function foldRows(dataset: Dataset, rows: Rows, places: Uint32Array, caps: Caps): Profile {
  let profile = emptyProfile()
  for (const row of places) profile = fold(profile, toEvent(dataset, rows, row), caps).profile
  return profile
}
