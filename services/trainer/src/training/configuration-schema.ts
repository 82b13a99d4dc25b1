/** Settings and what was learned with them, as they stand in manifests and checkpoints. What does not fit exactly is of another version. */
import type { Configuration, ModelSettings } from '@upnext/recsys'
import { z } from 'zod'

const CountSettingsSchema = z.strictObject({
  window: z.int().positive(),
  decay: z.number().positive(),
  shortWindow: z.int().positive(),
  shortDecay: z.number().positive(),
  reverse: z.number().nonnegative(),
  halfLifeMs: z.number().nonnegative(),
  rowLimit: z.int().positive(),
})

export const ModelSettingsSchema: z.ZodType<ModelSettings> = z.strictObject({
  counts: CountSettingsSchema,
  gram: z.strictObject({ damping: z.number(), mostEntries: z.int().positive(), mostTitles: z.int().positive() }),
  ridge: z.strictObject({ regularization: z.number().positive(), candidates: z.int().positive() }),
  neighbours: z.int().positive(),
  historyLimit: z.int().positive(),
  channels: z.array(z.strictObject({ rowSet: z.string(), recency: z.number().positive().nullable() })),
  blend: z.array(z.number()),
})

const RankerSchema = z.strictObject({ weights: z.array(z.number()) }).nullable()

export const ConfigurationSchema: z.ZodType<Configuration> = z.strictObject({
  settings: ModelSettingsSchema,
  ranker: RankerSchema,
  again: RankerSchema,
})
