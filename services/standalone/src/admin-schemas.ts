/** What the standalone process answers about itself over HTTP. */
import { z } from 'zod'

/** `POST /v1/admin/train` */
export const TrainingAnswerSchema = z.object({
  outcome: z.enum(['published', 'too-few-events', 'unsound']),
  model_id: z.string().nullable(),
  titles: z.int(),
  viewers: z.int(),
  events: z.int(),
  seconds: z.number(),
  /** What is wrong with an unsound model. */
  problem: z.string().nullable(),
  /** NDCG@20 of learned weights and of the plain blend, whether the former are used, and who won; `null`: nothing was tuned. */
  tuning: z
    .object({
      kind: z.enum(['time', 'random', 'too-few', 'untuned']),
      learned: z.number().nullable(),
      blend: z.number().nullable(),
      adopted: z.boolean(),
      winner: z.enum(['challenger', 'incumbent']).nullable(),
    })
    .nullable(),
})

export type TrainingAnswer = Readonly<z.infer<typeof TrainingAnswerSchema>>

/** `GET /v1/status` */
export const StandaloneStatusSchema = z.object({
  backend: z.string(),
  ready: z.boolean(),
  parts: z.record(z.string(), z.union([z.boolean(), z.string()])),
  /** Viewer events in the log, and how many of them are not folded into profiles yet. */
  events: z.int(),
  profile_lag: z.int(),
  /** The active model; `null` where there is none. */
  model_id: z.string().nullable(),
  memory_mb: z.int(),
})

export type StandaloneStatus = Readonly<z.infer<typeof StandaloneStatusSchema>>
