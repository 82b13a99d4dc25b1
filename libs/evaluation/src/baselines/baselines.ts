/** The methods that every evaluation is measured against. */
import type { ModelEntry } from '../recommender.ts'
import { COSINE, SHRUNK_COSINE } from './cosine.ts'
import { EASE } from './ease.ts'
import { MARKOV } from './markov.ts'
import { POPULARITY } from './popularity.ts'
import { RANDOM } from './random.ts'
import { recentPopularity } from './recent-popularity.ts'

export const BASELINES: readonly ModelEntry[] = [
  RANDOM,
  POPULARITY,
  recentPopularity(30),
  recentPopularity(3),
  MARKOV,
  COSINE,
  SHRUNK_COSINE,
  EASE,
]
