/** The app's backend: sends requests, reads answers, and sends again, with the same ids, what was not answered. */
import { z } from 'zod'
import type { RawAnswer } from '../processes/post.ts'
import type { Request } from './requests.ts'

const answerSchema = z.object({
  results: z.array(z.object({ i: z.int(), status: z.enum(['accepted', 'rejected']), event_id: z.string().nullish() })),
})

/** What a client knows of its events. Those that stand in neither set are unknown: sent, never answered. */
export interface History {
  readonly acked: Set<string>
  readonly rejected: Set<string>
}

export function bodyOf({ events }: Request): string {
  return JSON.stringify({ events: events.map(({ json }) => json) })
}

/** `null` stands for no answer: the connection broke, or the collector could not promise anything. */
export function hear(history: History, request: Request, answer: RawAnswer | null): void {
  request.attempts += 1
  if (answer === null || answer.status >= 500) {
    // Without patience nobody will ever know.
    request.answered = !request.patient
    return
  }
  request.answered = true
  const { results } = answerSchema.parse(JSON.parse(answer.text))
  for (const { i, status } of results) {
    const id = request.events[i]?.id ?? `no event at ${i}`
    if (status === 'accepted') history.acked.add(id)
    else history.rejected.add(id)
  }
}
