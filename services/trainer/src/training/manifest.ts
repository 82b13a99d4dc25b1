/** What is written down about a model beside its bytes. */
import type { Position } from '@upnext/ports'
import { FOLD_VERSION } from '@upnext/profiles'
import type { TrainerSettings } from '../settings.ts'

export interface ManifestFacts {
  readonly epoch: number
  readonly trainedAtMs: number
  readonly codeVersion: string
  readonly positions: readonly Position[]
  readonly events: number
  readonly viewers: number
  readonly titles: number
  readonly settings: TrainerSettings
}

export function manifestOf(facts: ManifestFacts): Record<string, unknown> {
  const { settings, ...rest } = facts
  return { format: 1, ...rest, foldVersion: FOLD_VERSION, counts: settings.counts, parameters: settings.model }
}
