/** Flags of `upnext evaluate`, and what they ask for. */
import { MODELS, EVALUATION_OPTIONS } from '@upnext/evaluation'
import type { ContentFile, EvaluationOptions, EventColumns, ModelEntry, Source } from '@upnext/evaluation'
import { z } from 'zod'
import { usageError } from '../errors.ts'
import { integerText, listText, numberText } from '../options.ts'

export const FORMATS = ['pairs', 'sequences', 'events'] as const
export const PROTOCOLS = ['successive', 'window'] as const

const count = integerText.pipe(z.number().min(1, 'expected a number from 1'))

/** `name=column,name=column` as an object; whatever is not like that is left for the schema to refuse. */
function columnsIn(text: unknown): unknown {
  const pairs = String(text)
    .split(',')
    .map((part) => part.trim().split('='))
  return pairs.every((pair) => pair.length === 2) ? Object.fromEntries(pairs) : text
}

const EventColumnsSchema = z.preprocess(
  columnsIn,
  z.strictObject({
    user: z.string({ error: 'say which column is the user: user=..' }),
    item: z.string({ error: 'say which column is the item: item=..' }),
    time: z.string({ error: 'say which column is the time: time=..' }),
    rating: z.string().optional(),
    watched: z.string().optional(),
    duration: z.string().optional(),
  }),
)

const ItemColumnsSchema = z.preprocess(
  columnsIn,
  z.strictObject({
    id: z.string({ error: 'say which column is the id: id=..' }),
    content: z.string({ error: 'say which columns are content: content=genres|tags' }),
  }),
)

export const FlagsSchema = z.object({
  format: z.enum(FORMATS),
  train: z.string().optional(),
  test: z.array(z.string()).default([]),
  histories: z.string().optional(),
  data: z.array(z.string()).default([]),
  columns: EventColumnsSchema.optional(),
  protocol: z.enum(PROTOCOLS).default('successive'),
  cut: numberText.pipe(z.number().gt(0, 'expected above 0').lt(1, 'expected below 1')).default(0.9),
  allowSeen: z.boolean().default(false),
  minItemCount: count.default(1),
  ratingMax: numberText.pipe(z.number().positive('expected a number above 0')).optional(),
  targetMinRating: numberText.optional(),
  ungraded: z.boolean().default(false),
  items: z.string().optional(),
  itemColumns: ItemColumnsSchema.optional(),
  sampleUsers: count.optional(),
  seed: integerText.default(EVALUATION_OPTIONS.seed),
  recentTitles: count.optional(),
  trainingTitles: count.optional(),
  models: listText.optional(),
  json: z.boolean().default(false),
})

export type Flags = z.infer<typeof FlagsSchema>

export function sourceOf(flags: Flags): Source {
  refuseUnused(flags)
  if (flags.format === 'events') return eventsSource(flags)
  const train = required(flags.train, `--format ${flags.format} needs --train <file>`)
  const [test, another] = flags.test
  if (test === undefined || another !== undefined) throw usageError(`--format ${flags.format} needs one --test <file>`)
  if (flags.format === 'pairs') return { format: 'pairs', files: { train, test } }
  return { format: 'sequences', files: { train, test, histories: flags.histories ?? null } }
}

export function optionsOf(flags: Flags): EvaluationOptions {
  const { servingCaps, trainingCaps } = EVALUATION_OPTIONS
  return {
    allowSeen: flags.allowSeen,
    targetMinRating: flags.targetMinRating ?? null,
    sampleUsers: flags.sampleUsers ?? null,
    seed: flags.seed,
    servingCaps: { ...servingCaps, recent: flags.recentTitles ?? servingCaps.recent },
    trainingCaps: { ...trainingCaps, recent: flags.trainingTitles ?? trainingCaps.recent },
  }
}

/** All rows, or the wanted ones. */
export function modelsOf(flags: Flags): readonly ModelEntry[] {
  const wanted = flags.models
  if (wanted === undefined) return MODELS
  const known = MODELS.flatMap((model) => model.names)
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw usageError(`--models: there is no ${unknown.join(', ')}`, `give of ${known.join(', ')}`)
  return MODELS.flatMap((model) => onlyRows(model, wanted))
}

function onlyRows(model: ModelEntry, wanted: readonly string[]): readonly ModelEntry[] {
  const names = model.names.filter((name) => wanted.includes(name))
  if (names.length === 0) return []
  const fit: ModelEntry['fit'] = (data, onProgress) =>
    [model.fit(data, onProgress)].flat().filter((recommender) => names.includes(recommender.name))
  return [{ ...model, names, fit }]
}

/** A flag that would change nothing is a mistake that nobody would notice. */
function refuseUnused(flags: Flags): void {
  const events = flags.format === 'events'
  const unused = [
    [flags.train !== undefined && events, '--train', '--format events reads --data'],
    [flags.histories !== undefined && flags.format !== 'sequences', '--histories', 'only sequences have them'],
    [flags.data.length > 0 && !events, '--data', `--format ${flags.format} reads --train`],
    [flags.columns !== undefined && !events, '--columns', 'only events have columns'],
    [flags.items !== undefined && !events, '--items', 'only events have content'],
    [flags.itemColumns !== undefined && flags.items === undefined, '--item-columns', 'give --items <file>, too'],
    [
      flags.sampleUsers !== undefined && events && flags.protocol === 'successive',
      '--sample-users',
      'successive asks about every event',
    ],
  ] as const
  for (const [isUnused, flag, why] of unused) if (isUnused) throw usageError(`${flag} would change nothing`, why)
}

function eventsSource(flags: Flags): Source {
  const columns: EventColumns = required(flags.columns, '--format events needs --columns user=..,item=..,time=..')
  if (flags.data.length === 0)
    throw usageError('--format events needs --data <file>', 'or did you mean another --format?')
  if (flags.targetMinRating !== undefined && columns.rating === undefined) {
    throw usageError('--target-min-rating needs a rating=.. in --columns')
  }
  const files = {
    data: flags.data,
    test: flags.test,
    columns,
    cut: flags.cut,
    minItemCount: flags.minItemCount,
    ratingMax: flags.ratingMax ?? null,
    ungraded: flags.ungraded,
    content: contentFile(flags),
  }
  return { format: 'events', files, protocol: flags.protocol }
}

function contentFile({ items, itemColumns }: Flags): ContentFile | null {
  if (items === undefined) return null
  const { id, content } = required(itemColumns, '--items needs --item-columns id=..,content=..')
  return { path: items, idColumn: id, contentColumns: content.split('|') }
}

function required<Value>(value: Value | undefined, message: string): Value {
  if (value === undefined) throw usageError(message)
  return value
}
