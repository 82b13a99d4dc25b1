/** Flags of the verbs that ask for rows. */
import type { Command } from 'commander'
import { z } from 'zod'
import type { GetNextToWatchRequest } from '@upnext/contracts'
import { parsePosition } from './clients/position-text.ts'
import { contextFrom } from './clients/request-context.ts'
import type { ContextFlags } from './clients/request-context.ts'
import { integerText, listText } from './options.ts'

/** Who asks, and where. */
export const askerFlags = {
  viewer: z.string().optional(),
  guest: listText.optional(),
  country: z.string().optional(),
  maturity: integerText.optional(),
  kids: z.boolean().optional(),
  tier: z.string().optional(),
}

export function withAskerFlags(command: Command): Command {
  return command
    .option('--viewer <id>', 'the viewer, as your app names them')
    .option('--guest <items>', 'instead of a viewer: what a guest has just watched, comma separated')
    .option('--country <code>', 'where the viewer is, two capital letters')
    .option('--maturity <age>', 'highest age rating to show')
    .option('--kids', 'as on a profile for children')
    .option('--tier <name>', 'subscription tier')
}

/** The same, and what the answer is to heed. */
export const questionFlags = {
  ...askerFlags,
  exclude: listText.default([]),
  filter: z.string().optional(),
  impersonal: z.boolean().default(false),
  after: z.string().transform(parsePosition).optional(),
}

export function withQuestionFlags(command: Command): Command {
  return withAskerFlags(command)
    .option('--exclude <items>', 'not these, comma separated')
    .option('--filter <expression>', 'only titles for which this is true: see docs/rules.md')
    .option('--impersonal', "as if nothing were known: the viewer's history is not used")
    .option('--after <position>', 'wait for this event: what `upnext send` printed')
}

type QuestionFlags = z.output<z.ZodObject<typeof questionFlags>>

type Question = Pick<GetNextToWatchRequest, 'excludeItemIds' | 'context' | 'after' | 'afterWaitMs' | 'wishes'>

const AFTER_WAIT_MS = 5000

export function questionFrom(flags: QuestionFlags & ContextFlags): Question {
  const { after, exclude, filter } = flags
  return {
    excludeItemIds: exclude,
    context: contextFrom(flags),
    after,
    afterWaitMs: after === undefined ? undefined : AFTER_WAIT_MS,
    wishes: filter === undefined ? undefined : { filter, boosts: [], pins: [] },
  }
}
