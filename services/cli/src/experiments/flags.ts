/** The flags of `upnext experiments report`. */
import { parseBoundary } from '@upnext/history'
import { z } from 'zod'
import { durationText } from '../archive/flags.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected an id of the rows file')

/** Milliseconds. */
const timeText = z.string().transform((text, context) => {
  const boundary = parseBoundary(text)
  if (boundary?.kind === 'time') return boundary.timeMs
  context.addIssue('expected a time with its zone (2026-01-31T12:00:00Z) or a day (2026-01-31, UTC)')
  return z.NEVER
})

export const ReportFlagsSchema = z
  .object({
    data: z.string().optional(),
    archive: z.string().min(1, 'expected a folder').optional(),
    experiment: name,
    file: z.string().min(1).optional(),
    control: name.optional(),
    from: timeText.optional(),
    to: timeText.optional(),
    window: durationText.refine((ms) => ms > 0, 'expected more than nothing').default(24 * 3_600_000),
    rows: z.boolean().default(false),
    loseHistory: z.boolean().default(false),
    json: z.boolean().default(false),
  })
  .refine(({ from = -Infinity, to = Infinity }) => from < to, {
    path: ['to'],
    message: 'expected a later time than --from',
  })

export type ReportFlags = z.infer<typeof ReportFlagsSchema>
