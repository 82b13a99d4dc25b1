/** What each kind of event says beyond the envelope, in JSON. One schema a kind; its message in the proto stands beside it. */
import { z } from 'zod'
import { age, country, currency, id, languageTag, seconds, time, tracking, wholeNumber, word } from './scalars.ts'
import {
  DISMISS_SCOPES,
  FOLLOW_ACTIONS,
  LIST_ACTIONS,
  THUMBS,
  TRANSACTION_TYPES,
  WATCH_PHASES,
  wordsOf,
} from './words.ts'

/** Most items that one impression carries. */
const MAX_IMPRESSED = 60
const MAX_LANGUAGES = 32

export const watch = z.object({
  kind: z.literal('watch'),
  item: id.describe('The title: a movie or a series, never an episode'),
  episode: id.optional().describe('The episode, where the title is a series'),
  position_s: seconds.describe('Furthest point reached in this session'),
  duration_s: seconds.optional().describe('Length of the movie or episode; absent or 0 where unknown'),
  session_id: id.describe('One press of "play"; made by the player'),
  session_started_at: time,
  phase: z.enum(wordsOf(WATCH_PHASES)).optional(),
})

export const rating = z
  .object({
    kind: z.literal('rating'),
    item: id,
    stars: z.number().min(0.5).max(5).multipleOf(0.5).optional().describe('0.5 to 5 in halves'),
    thumb: z.enum(wordsOf(THUMBS)).optional(),
  })
  .refine((value) => (value.stars === undefined) !== (value.thumb === undefined), {
    error: 'expected either stars or thumb',
  })

export const list = z.object({
  kind: z.literal('list'),
  item: id,
  action: z.enum(wordsOf(LIST_ACTIONS)),
})

export const dismiss = z.object({
  kind: z.literal('dismiss'),
  item: id,
  scope: z.enum(wordsOf(DISMISS_SCOPES)),
  undo: z.boolean().optional().describe('Takes an earlier dismissal back'),
})

export const transaction = z.object({
  kind: z.literal('transaction'),
  item: id,
  type: z.enum(wordsOf(TRANSACTION_TYPES)),
  expires_at: time.optional().describe('When a rental ends'),
  price_minor: wholeNumber.optional().describe("What was paid, in the currency's smallest unit"),
  currency: currency.optional(),
})

export const impression = z.object({
  kind: z.literal('impression'),
  page_id: id,
  row_id: id,
  items: z
    .array(z.object({ item: id, tracking: tracking.optional() }))
    .min(1)
    .max(MAX_IMPRESSED)
    .describe('The items that were on screen, in order'),
  tracking: tracking.optional().describe("Echo of the row's own value"),
})

export const select = z.object({
  kind: z.literal('select'),
  item: id,
  tracking: tracking.optional(),
  page_id: id.optional(),
  row_id: id.optional(),
})

export const settings = z.object({
  kind: z.literal('settings'),
  settings: z
    .object({
      kids: z.boolean().nullish(),
      maturity_limit: age.nullish().describe('Highest age rating that the viewer may see, in years'),
      languages: z.array(languageTag).max(MAX_LANGUAGES).nullish().describe('Most wanted first'),
      country: country.nullish(),
      tier: word.nullish().describe('Name of the subscription tier'),
      share_watching: z.boolean().nullish().describe('Whether accepted followers may see what is watched'),
    })
    .describe('An absent field stays as it is; null makes it unknown again'),
})

export const follow = z.object({
  kind: z.literal('follow'),
  target: id.describe("The other viewer's id"),
  action: z.enum(wordsOf(FOLLOW_ACTIONS)),
})

export const consent = z.object({
  kind: z.literal('consent'),
  personalization: z.boolean().optional(),
  analytics: z.boolean().optional(),
  sponsored: z.boolean().optional(),
  policy_version: word.describe('Version of the text that was agreed to'),
})

/** Up to when is not the client's to say: the collector stamps it. */
export const erase = z.object({ kind: z.literal('erase') })

export const retire = z.object({
  kind: z.literal('retire'),
  through: time.describe('Newest time seen in the profile when it was retired'),
})
