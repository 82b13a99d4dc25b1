/** What the sender of a batch is told. The schemas are the source of the types and of the OpenAPI description. */
import { REJECT_REASONS, wordsOf } from '@upnext/contracts'
import type { Position } from '@upnext/ports'
import { z } from 'zod'
import type { Outcome } from './outcome.ts'

const position = z
  .object({ topic: z.string(), partition: z.int().min(0), next_offset: z.int().min(0) })
  .describe('Where the log has it: a state whose position is at least this contains it')

const result = z.object({
  i: z.int().min(0).describe('Place in the batch, from 0; of lines, those that are empty do not count'),
  event_id: z.string().nullable().optional().describe('Of an event; null where it was refused and had no UUID'),
  event_id_made: z.literal(true).optional().describe('The id was made here: sent again, this event counts as another'),
  item: z.string().nullable().optional().describe('Of a catalogue item; null where it was refused and had no id'),
  status: z.enum(['accepted', 'rejected']),
  position: position.optional(),
  reason: z.enum(wordsOf(REJECT_REASONS)).optional(),
  pointer: z.string().optional().describe('JSON pointer to what was wrong, from the root of the event'),
  detail: z.string().optional().describe('What was wrong, for people'),
})

export const answerSchema = z.object({
  accepted: z.int().min(0),
  rejected: z.int().min(0),
  durability: z.literal('log').describe('Accepted means: the log has it, and a crash does not take it away'),
  results: z.array(result).describe('One for each event, in their order'),
})

export type Answer = z.output<typeof answerSchema>
type Result = z.output<typeof result>

/** The answer to a batch. `positions` are those of the accepted, in their order. */
export function answerTo(
  outcomes: readonly Outcome[],
  positions: readonly Position[],
  idField: 'event_id' | 'item',
): Answer {
  let next = 0
  const results = outcomes.map((outcome, i): Result => {
    if (outcome.status === 'rejected') return { i, [idField]: outcome.id, status: 'rejected', ...outcome.rejection }
    const at = positions[next++]
    return {
      i,
      [idField]: outcome.id,
      ...(outcome.idMade && { event_id_made: true }),
      status: 'accepted',
      ...(at !== undefined && {
        position: { topic: at.topic, partition: at.partition, next_offset: at.nextOffset },
      }),
    }
  })
  return { accepted: next, rejected: outcomes.length - next, durability: 'log', results }
}

/** 202 where anything was kept; 400 where nothing was even JSON; 422 else. */
export function statusOf(outcomes: readonly Outcome[]): 202 | 400 | 422 {
  if (outcomes.some((outcome) => outcome.status === 'accepted')) return 202
  const isParse = (outcome: Outcome): boolean => outcome.status === 'rejected' && outcome.rejection.reason === 'parse'
  return outcomes.every(isParse) ? 400 : 422
}
