/**
 * The JSON form of a catalogue item, and the one source of it. Documents are whole, never patches; what is absent is unknown,
 * and a rule that needs an unknown fact hides the title.
 */
import { z } from 'zod'
import { age, country, id, languageTag, line, prose, seconds, time, wholeNumber, word } from '../events/scalars.ts'
import { ITEM_KINDS, wordsOf } from '../events/words.ts'

const MAX_WORDS = 100
const MAX_PEOPLE = 200
const MAX_COUNTRIES = 300
const MAX_WINDOWS = 100
const MAX_YEAR = 9999

const person = z.object({
  name: line,
  role: word.optional().describe('director, actor, writer, ...'),
})

const window = z.object({
  starts_at: time.optional(),
  ends_at: time.optional(),
  countries: z.array(country).max(MAX_COUNTRIES).optional().describe('Absent or empty: all that regions allows'),
})

export const itemSchema = z.object({
  item: id,
  title: line,
  kind: z.enum(wordsOf(ITEM_KINDS)),
  series: id.optional().describe('Where this is a season or an episode: what it belongs to'),
  season: wholeNumber.optional().describe('Number of the season in its series'),
  episode: wholeNumber.optional().describe('Number of the episode in its season'),
  genres: z.array(word).max(MAX_WORDS).optional(),
  tags: z.array(word).max(MAX_WORDS).optional(),
  people: z.array(person).max(MAX_PEOPLE).optional(),
  franchise: id.optional(),
  year: z.int().min(0).max(MAX_YEAR).optional(),
  languages: z.array(languageTag).max(MAX_WORDS).optional().describe('Spoken languages, the original first'),
  duration_s: seconds.optional(),
  maturity_age: age
    .optional()
    .describe('Youngest age that may see it; 0 says "all ages". Absent: unknown, shown to nobody who has a limit'),
  regions: z
    .union([z.literal('everywhere'), z.array(country).max(MAX_COUNTRIES)], {
      error: 'expected "everywhere", or a list of ISO 3166-1 alpha-2 codes in upper case',
    })
    .optional()
    .describe('Where it may be shown. Absent: unknown, shown nowhere'),
  windows: z.array(window).max(MAX_WINDOWS).optional().describe('When it may be shown. None: at any time'),
  artwork_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
  tiers: z
    .union([z.literal('every'), z.array(word).max(MAX_WORDS)], {
      error: 'expected "every", or a list of names of subscription tiers',
    })
    .optional()
    .describe('Subscription tiers that include it. Absent: unknown'),
  made_for_kids: z.boolean().optional(),
  offers: z
    .array(z.enum(['rent', 'buy']))
    .max(2)
    .optional()
    .describe('How it can be had outside the subscription. Absent or empty: it cannot'),
  description: prose.optional(),
  revision: z
    .int()
    .min(0)
    .describe("The caller's version of this document: the highest wins, at equal revisions the later"),
  withdrawn: z.boolean().optional().describe('Taken out of the catalogue; histories and reasons keep the title'),
})

/** An item as a client writes it. */
export type ItemJson = z.input<typeof itemSchema>

/** An item as it was understood. */
export type ParsedItem = z.output<typeof itemSchema>
