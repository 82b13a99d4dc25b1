/**
 * What a rows file may say: the rows of each page, how many fit on a screen, how lists are put in order, and experiments. One source
 * for the check, the types and the reference in docs/rows.md.
 */
import { z } from 'zod'
import { filterText } from './filter-text.ts'
import { compileFilter } from './title-filter.ts'

export const GREATEST_ITEMS = 60
const MOST_ROWS = 60
const DAY = 1
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens, at most 64')
/** In ASCII, because tracking values have room for so many bytes of it and no more. */
const version = z
  .string()
  .regex(
    /^(?=.{1,64}$)[!-~](?:[ -~]*[!-~])?$/,
    'expected 1 to 64 printable ASCII characters, without spaces at the ends',
  )
/** Apps have names of their own for what they translate. */
const template = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'expected lower-case letters, digits, hyphens, dots and _, at most 64')
const LONGEST_TEXT = 200
const MOST_PARAMETERS = 10
const itemId = z.string().min(1).max(256)
const share = z.number().min(0).max(1)
const days = z
  .number()
  .min(DAY / 24)
  .max(3650)
const wholeNumber = z.int().min(0)
const country = z.string().regex(/^[A-Z]{2}$/, 'expected two upper-case letters of ISO 3166-1, like "DE"')
const time = z.iso.datetime({ offset: true })
const filter = filterText.superRefine((text, context) => {
  const compiled = compileFilter(text)
  if (!compiled.ok) context.addIssue({ code: 'custom', message: compiled.problem })
})

/** How a list is put in order; what a row does not say comes from `defaults`. */
const listSettings = z.strictObject({
  diversity: share
    .optional()
    .describe('How much likeness to what stands above costs: genres, series, people. 0: nothing'),
  calibration: share.optional().describe("How much the list's genres are drawn to the viewer's own. 0: not at all"),
  popularity: z.number().min(-1).max(1).optional().describe('Above 0 draws to what many watch, below 0 to what few do'),
  fatigue: share.optional().describe('How far a title sinks that was shown often and never picked. 0: not at all'),
  exploration: share.optional().describe('Share of the places that chance gives to titles hardly anybody knows'),
})

/** What every row may say. */
const common = {
  id,
  title: z
    .strictObject({
      template,
      parameters: z
        .record(z.string().max(LONGEST_TEXT), z.string().max(LONGEST_TEXT))
        .refine(
          (parameters) => Object.keys(parameters).length <= MOST_PARAMETERS,
          `expected at most ${MOST_PARAMETERS} parameters`,
        )
        .optional(),
      text: z.string().max(LONGEST_TEXT).optional(),
    })
    .optional()
    .describe('Another title than that of the type; `template` is translated by the app'),
  items: z.int().min(1).max(GREATEST_ITEMS).optional().describe('How many are shown'),
  min_items: z.int().min(1).max(GREATEST_ITEMS).optional().describe('With fewer the row is left out'),
  priority: z.int().min(0).max(1000).optional().describe('Of two rows the one with the higher keeps a title'),
  filter: filter.optional().describe('Only titles for which this expression is true'),
  audience: z.enum(['all', 'adults', 'kids']).optional().describe('Profiles that see the row; absent: all'),
  countries: z.array(country).min(1).optional().describe('Where the row is shown; absent: everywhere'),
  fill: z.boolean().optional().describe('Whether the ladder fills up what the row itself cannot'),
  list: listSettings.optional(),
}

const rowOf = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...common, ...shape })

const campaign = z.strictObject({
  id,
  sponsor: z.string().min(1).max(128),
  items: z.array(itemId).min(1).max(GREATEST_ITEMS),
  countries: z.array(country).min(1).optional(),
  from: time.optional(),
  to: time.optional(),
})

export const rowSchema = z.discriminatedUnion('type', [
  rowOf('continue_watching', {
    started: share.optional().describe('Share from which a title counts as begun'),
    started_seconds: wholeNumber.optional().describe('Or seconds, where they come first'),
    finished: share.optional().describe('Share from which it counts as finished'),
    next_episode: z.boolean().optional().describe('Whether a finished episode is followed by the next'),
    within_days: days.optional().describe('Older sessions are forgotten'),
  }),
  rowOf('watch_next', { finished: share.optional(), within_days: days.optional() }),
  rowOf('next_to_watch', {}),
  rowOf('top_picks', {}),
  rowOf('because_you_watched', {
    count: z.int().min(1).max(10).optional().describe('How many such rows, each about another title'),
    min_weight: share.optional().describe('How much the title has to have been liked'),
  }),
  rowOf('more_like_this', {}),
  rowOf('watch_again', { after_days: days.optional().describe('Days since it was finished') }),
  rowOf('my_list', {}),
  rowOf('trending', { scope: z.enum(['everywhere', 'country']).optional() }),
  rowOf('popular', { period: z.enum(['month', 'all_time']).optional() }),
  rowOf('popular_in_country', {}),
  rowOf('new_arrivals', { within_days: days.optional() }),
  rowOf('leaving_soon', { within_days: days.optional() }),
  rowOf('genre', {
    genre: z.string().min(1).optional().describe("Absent: the viewer's own genres, most liked first"),
    count: z.int().min(1).max(10).optional().describe('How many such rows where `genre` is absent'),
  }),
  rowOf('hidden_gems', {
    most_popular: share.optional().describe('Share of the most popular titles that is left out'),
  }),
  rowOf('surprise', {}),
  rowOf('editorial', { item_ids: z.array(itemId).min(1).max(200) }),
  rowOf('rent_or_buy', {}),
  rowOf('friends', { within_days: days.optional() }),
  rowOf('sponsored', {
    campaigns: z.array(campaign).min(1).max(100),
    most_per_page: z.int().min(1).max(10).optional().describe('Items, over all sponsored rows of a page'),
  }),
])

/** The settings of each type of row, its own and the common ones, with their schemas. */
export const ROW_SETTINGS: Readonly<Record<string, Readonly<Record<string, z.core.$ZodType>>>> = Object.fromEntries(
  rowSchema.options.map(({ shape }) => [shape.type.value, shape]),
)

/** Those that every type has. */
export const COMMON_SETTINGS: readonly string[] = ['type', ...Object.keys(common)]

export const pageIdText = id

const budget = z.strictObject({
  rows: z.int().min(1).max(40).optional(),
  items: z.int().min(1).max(GREATEST_ITEMS).optional(),
})

const variant = z.strictObject({
  id,
  share: z.number().gt(0).max(1),
  page: z.strictObject({ instead_of: id, use: id }).optional().describe('Another page in place of one'),
  list: listSettings.optional().describe('Other defaults for lists'),
  ranker: z.enum(['learned', 'blend']).optional().describe('Whether learned weights rank; default learned'),
})

const experiment = z.strictObject({
  id,
  salt: z.string().min(1).max(64).optional().describe('Another one deals viewers anew; default: the id'),
  audience: share.optional().describe('Share of viewers that takes part; default 1'),
  variants: z.array(variant).min(2).max(10),
})

export const rowsFileSchema = z.strictObject({
  version: z.literal(1).describe('Of this format'),
  name: version.describe('Version of the content: stands in every answer and tracking value'),
  defaults: z
    .strictObject({
      items: z.int().min(1).max(GREATEST_ITEMS).optional(),
      min_items: z.int().min(1).max(GREATEST_ITEMS).optional(),
      list: listSettings.optional(),
    })
    .optional(),
  budgets: z.record(z.string(), budget).optional().describe('By the device that a request names'),
  // Names are looked at apart from what stands under them, so that mistakes in both are found at once.
  pages: z.record(z.string(), z.strictObject({ rows: z.array(rowSchema).min(1).max(MOST_ROWS) })),
  experiments: z.array(experiment).max(20).optional(),
})

export type RowsDocument = z.infer<typeof rowsFileSchema>
export type RowDocument = z.infer<typeof rowSchema>
export type RowKind = RowDocument['type']
export type RowDocumentOf<Kind extends RowKind> = Extract<RowDocument, { type: Kind }>
