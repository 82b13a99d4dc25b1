import { encodeDeadLetter } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import type { Clock, EventLog } from '@upnext/ports'
import type { DeadRecord } from './read-record.ts'

export interface DeadLetterDeps {
  readonly log: Pick<EventLog, 'append'>
  readonly topics: Topics
  readonly clock: Clock
  readonly codeVersion: string
}

/**
 * Sets records aside, with their original bytes. To be done before the position moves: a crash in between writes a dead letter
 * twice, the other order would lose it.
 */
export async function writeDeadLetters(
  deps: DeadLetterDeps,
  partition: number,
  dead: readonly DeadRecord[],
): Promise<void> {
  const topic = deps.topics.viewerEvents.name
  const letters = dead.map(({ record, reason }) =>
    encodeDeadLetter({
      topic,
      partition,
      offset: record.offset,
      key: Buffer.from(record.key),
      value: Buffer.from(record.value),
      reason,
      service: 'feature',
      codeVersion: deps.codeVersion,
      failedAtMs: deps.clock.now(),
      headers: Object.fromEntries(
        Object.entries(record.headers).map(([name, value]) => [name, Buffer.from(value, 'utf8')]),
      ),
    }),
  )
  await deps.log.append(deps.topics.deadLetters.name, letters)
}
