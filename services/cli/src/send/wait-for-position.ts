import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@upnext/ports'
import type { Addresses } from '../clients/addresses.ts'
import { createProfileClient } from '../clients/grpc-clients.ts'
import type { PositionParts } from '../clients/position-text.ts'
import { CliError } from '../errors.ts'

const LONGEST_WAIT_MS = 30_000
const PAUSE_MS = 50

/** Until the viewer's profile contains everything before this position; gives up after half a minute. */
export async function waitForPosition(
  addresses: Addresses,
  viewer: string,
  position: PositionParts,
  clock: Clock,
): Promise<void> {
  const client = createProfileClient(addresses.feature)
  const giveUpAtMs = clock.now() + LONGEST_WAIT_MS
  try {
    for (;;) {
      const answer = await client.profile({ who: { $case: 'viewerId', value: viewer } })
      if ((answer.position?.nextOffset ?? 0) >= position.nextOffset) return
      if (clock.now() > giveUpAtMs) {
        throw new CliError('the event is in the log, but the profile has not reached it within 30 s', {
          hint: 'is the feature service running? see: upnext doctor',
        })
      }
      await pause(PAUSE_MS)
    }
  } finally {
    client.close()
  }
}
