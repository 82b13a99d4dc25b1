/**
 * The way into the middle of the fold, which is pure and knows no port. Tests put {@link seamed} in the place of `@upnext/profiles`
 * before they load a service, so that its own code is folding when it dies.
 */
import type * as Profiles from '@upnext/profiles'
import type { Life } from './life.ts'

type Fold = typeof Profiles.fold

interface Seam {
  /** Whose code runs. */
  acting: Life | null
  /** What folds instead; `null`: the fold. */
  instead: Fold | null
}

export const foldSeam: Seam = { acting: null, instead: null }

/** The module, with a fold that may die on its way. */
export function seamed(profiles: typeof Profiles): typeof Profiles {
  real = profiles
  const fold: Fold = (profile, event, caps) => {
    foldSeam.acting?.passNow(caps === profiles.SERVING_CAPS ? 'feature.fold' : 'trainer.fold')
    return (foldSeam.instead ?? profiles.fold)(profile, event, caps)
  }
  const foldAll: typeof Profiles.foldAll = (profile, events, caps) => {
    if (foldSeam.instead !== null) return events.reduce((folded, event) => fold(folded, event, caps).profile, profile)
    events.forEach(() => foldSeam.acting?.passNow('feature.fold'))
    return profiles.foldAll(profile, events, caps)
  }
  return { ...profiles, fold, foldAll }
}

let real: typeof Profiles | null = null

/** The module, with the fold that is used now and that nobody dies in: what the services' profiles are compared with. */
export function referenceModule(): typeof Profiles {
  if (real === null) throw new Error('put `seamed` in the place of @upnext/profiles first')
  return { ...real, fold: foldSeam.instead ?? real.fold }
}
