// The product's own model, learned from all viewers and from samples of them, as rows of one evaluation: all are asked the same.
import { MODELS } from '../../libs/evaluation/dist/index.js'
import { seededRandom } from '../../libs/recsys/dist/index.js'

/** Stays as it was at the cut: what else viewers do later would fill in what a sample lacks. */
const ROW = 'upnext'
const UPNEXT = MODELS.find(({ names }) => names.includes(ROW))

/** `share`: of the viewers, 0 to 1; `seed`: which of them. */
export function sampledModel({ share, seed }, { onFitted }) {
  const name = rowName({ share, seed })
  return {
    names: [name],
    fit: (data, onProgress) => {
      const profiles = share === 1 ? data.profiles : sampleOf(data.profiles, share, seed)
      const fitted = UPNEXT.fit({ ...data, profiles }, onProgress).find((row) => row.name === ROW)
      onFitted({ share, seed, viewers: profiles.size })
      return { ...fitted, name }
    },
  }
}

export function rowName({ share, seed }) {
  return `${ROW} ${share} ${seed}`
}

/** The first of the viewers in a seeded order; they stay in the order they had. */
function sampleOf(profiles, share, seed) {
  const random = seededRandom(seed)
  const drawn = [...profiles.keys()].map((viewer) => ({ viewer, place: random() }))
  drawn.sort((a, b) => a.place - b.place)
  const kept = new Set(drawn.slice(0, Math.max(2, Math.round(share * drawn.length))).map(({ viewer }) => viewer))
  return new Map([...profiles].filter(([viewer]) => kept.has(viewer)))
}
