/** What is written down about a model beside its bytes, and what the next training reads of it. */
import type { Position } from '@upnext/ports'
import { FOLD_VERSION } from '@upnext/profiles'
import type { Configuration, TuningReport } from '@upnext/recsys'
import { z } from 'zod'
import { ConfigurationSchema } from './configuration-schema.ts'

/** What a model is: nothing of when, or by whom, it was made. */
export interface ModelFacts {
  readonly codeVersion: string
  readonly positions: readonly Position[]
  readonly catalogPositions: readonly Position[]
  readonly events: number
  readonly viewers: number
  readonly titles: number
  readonly plays: number
  /** What weights were divided by. */
  readonly unit: number
  readonly configuration: Configuration
  /** What the configuration is for. */
  readonly mode: Mode
  /** How the configuration was found, and how many plays there were then. */
  readonly tuning: Tuning
}

export interface ManifestFacts extends ModelFacts {
  readonly epoch: number
  readonly trainedAtMs: number
}

/** `live`: rows follow every event; `nightly`: the model stays as it is until the next night. */
export type Mode = 'live' | 'nightly'

export interface Tuning {
  readonly plays: number
  readonly report: TuningReport | Untuned | UnreadReport
}

/** Default settings: there was to be a model at once. */
export interface Untuned {
  readonly kind: 'untuned'
}

/** A report from a manifest: handed on, not read. */
export type UnreadReport = Readonly<Record<string, unknown>> & { readonly kind: string }

/** How a model was made, as far as the next training wants to know. */
export type Origin = Pick<ModelFacts, 'configuration' | 'mode' | 'tuning'>

const FORMAT = 3

const OriginSchema = z.object({
  format: z.literal(FORMAT),
  configuration: ConfigurationSchema,
  mode: z.enum(['live', 'nightly']),
  tuning: z.object({ plays: z.int().nonnegative(), report: z.looseObject({ kind: z.string() }) }),
})

export function manifestOf(facts: ModelFacts | ManifestFacts): Record<string, unknown> {
  return { format: FORMAT, ...facts, foldVersion: FOLD_VERSION }
}

/** `null` for a manifest of another format. */
export function originOf(manifest: Readonly<Record<string, unknown>>): Origin | null {
  const read = OriginSchema.safeParse(manifest)
  if (!read.success) return null
  const { configuration, mode, tuning } = read.data
  return { configuration, mode, tuning }
}

/** What a new configuration has to beat: one that was chosen, and for the same use. */
export function incumbentOf(active: Origin | null, mode: Mode): Origin | null {
  if (active === null || active.mode !== mode) return null
  const { kind } = active.tuning.report
  return kind === 'too-few' || kind === 'untuned' ? null : active
}

/** Too few plays to choose by is not untuned: trying again at once would come to the same. */
export function isUntuned(active: Origin | null): boolean {
  return active?.tuning.report.kind === 'untuned'
}
