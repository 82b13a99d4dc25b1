import { z } from 'zod'
import type { Told } from './history.ts'

const answerSchema = z.object({
  results: z.array(z.object({ i: z.number(), status: z.enum(['accepted', 'rejected']) })),
})

/** A sender that gets no answer within this does not know what became of its events. */
const PATIENCE_MS = 5_000

/**
 * Sends a batch and answers, event by event, what was told of it. `unknown` for all where there was no answer, an answer that
 * promises nothing (5xx), or one that nobody understands.
 */
export async function sendEvents(url: string, events: readonly object[]): Promise<Told[]> {
  try {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return toldBy(response.status, await response.json(), events.length)
  } catch {
    return allUnknown(events.length)
  }
}

/** Pure. 202 and 422 come with a result for each event. */
export function toldBy(status: number, body: unknown, events: number): Told[] {
  const parsed = answerSchema.safeParse(body)
  if ((status !== 202 && status !== 422) || !parsed.success) return allUnknown(events)
  const told = allUnknown(events)
  for (const { i, status: result } of parsed.data.results) {
    if (i < events) told[i] = result === 'accepted' ? 'acked' : 'rejected'
  }
  return told
}

function allUnknown(events: number): Told[] {
  return Array.from({ length: events }, () => 'unknown')
}
