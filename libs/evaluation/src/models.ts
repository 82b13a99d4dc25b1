/** Every row that a report may have: the product's own, then what it is measured against. */
import { BASELINES } from './baselines/baselines.ts'
import type { ModelEntry } from './recommender.ts'
import { UPNEXT } from './upnext/upnext.ts'

export const MODELS: readonly ModelEntry[] = [UPNEXT, ...BASELINES]
