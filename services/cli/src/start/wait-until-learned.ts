/** Waiting for what happens by itself after an import. Every wait ends, with words for what did not happen. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@upnext/ports'
import type { StandaloneStatus } from '@upnext/standalone/client'
import { createRankingClient } from '../clients/grpc-clients.ts'
import { contextFrom } from '../clients/request-context.ts'
import { readStatus } from '../clients/standalone-client.ts'
import { CliError } from '../errors.ts'

const LOOK_EVERY_MS = 50
const LONGEST_WAIT_MS = 120_000

/** Every event that is in the log has been folded into its profile. */
export function untilFolded(url: string, clock: Clock, signal: AbortSignal): Promise<StandaloneStatus> {
  return until('the profiles have not caught up with the events', clock, signal, async () => {
    const status = await readStatus(url)
    return status.profile_lag === 0 ? status : null
  })
}

/** Rows are made with a model, the first one or a later. */
export async function untilModelServed(address: string, clock: Clock, signal: AbortSignal): Promise<void> {
  const client = createRankingClient(address)
  try {
    await until('no model is served', clock, signal, async () => {
      const answer = await client.nextToWatch({
        audience: { $case: 'guest', value: { items: [] } },
        limit: 1,
        excludeItemIds: [],
        context: contextFrom({}),
        after: undefined,
        wishes: undefined,
      })
      return (answer.info?.modelId ?? '') === '' ? null : true
    })
  } finally {
    client.close()
  }
}

async function until<Seen>(
  complaint: string,
  clock: Clock,
  signal: AbortSignal,
  look: () => Promise<Seen | null>,
): Promise<Seen> {
  const giveUpAtMs = clock.now() + LONGEST_WAIT_MS
  for (;;) {
    const seen = await look()
    if (seen !== null) return seen
    if (clock.now() > giveUpAtMs) {
      throw new CliError(`${complaint} within ${LONGEST_WAIT_MS / 1000} s`, {
        hint: 'look at its log, or run: upnext doctor',
      })
    }
    await pause(LOOK_EVERY_MS, undefined, { signal })
  }
}
