// The model learned from samples of the viewers, as rows of one evaluation: all are asked the same.
import { MODELS, liveRecommenders } from '../../libs/evaluation/dist/index.js'
import { historiesOf } from '../../libs/learning/dist/index.js'
import { TUNE_OPTIONS, buildModel, buildNow, createTimeline, seededRandom } from '../../libs/recsys/dist/index.js'

const ROW = 'upnext'
const UPNEXT = MODELS.find(({ names }) => names.includes(ROW))

/**
 * `share`: of the viewers, 0 to 1; `seed`: which of them. Stays as it was at the cut: what viewers do later would fill in what a sample
 * lacks. `tuned`: each sample chooses its own settings and weights, as a job does; otherwise all have the default ones, and only the
 * viewers differ.
 */
export function sampledModel({ share, seed, tuned, onFitted }) {
  const name = rowName({ share, seed })
  return {
    names: [name],
    fit: (data, onProgress) => {
      const profiles = share === 1 ? data.profiles : sampleOf(data.profiles, share, seed)
      const { recommend } = tuned ? tunedModel({ ...data, profiles }, onProgress) : defaultModel(profiles)
      onFitted({ share, seed, viewers: profiles.size })
      return { name, recommend }
    },
  }
}

export function rowName({ share, seed }) {
  return `${ROW} ${share} ${seed}`
}

function tunedModel(data, onProgress) {
  return UPNEXT.fit(data, onProgress).find(({ name }) => name === ROW)
}

/** As the trainer's first model. */
function defaultModel(profiles) {
  const timeline = buildNow(createTimeline(historiesOf(profiles)))
  const settings = TUNE_OPTIONS.base
  const built = buildNow(buildModel(timeline, { settings, ranker: null, again: null }, null))
  return liveRecommenders(built, timeline.unit, settings.neighbours)[0]
}

/** The first of the viewers in a seeded order; they stay in the order they had. */
function sampleOf(profiles, share, seed) {
  const random = seededRandom(seed)
  const drawn = [...profiles.keys()].map((viewer) => ({ viewer, place: random() }))
  drawn.sort((a, b) => a.place - b.place)
  const kept = new Set(drawn.slice(0, Math.max(2, Math.round(share * drawn.length))).map(({ viewer }) => viewer))
  return new Map([...profiles].filter(([viewer]) => kept.has(viewer)))
}
