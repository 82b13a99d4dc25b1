import type { EventJson } from '@upnext/contracts'
import type { Random } from '@upnext/testkit'

/** Year 9999: whenever the run is, no honest clock says it. */
const FAR_AHEAD_MS = 253_402_300_799_999

/** The same event with one thing wrong that the collector must refuse it for. Its id and viewer stay: refused, it must leave no trace. */
export function spoil(event: EventJson, random: Random): object {
  const mistakes: readonly object[] = [
    { kind: 'rating', item: 'title-1', stars: 9 },
    { kind: 'binge' },
    { occurred_at: FAR_AHEAD_MS },
    { occurred_at: 'yesterday' },
    { kind: 'list', item: '', action: 'add' },
    { kind: 'settings', settings: { kids: 'yes' } },
  ]
  return { ...event, ...random.pick(mistakes) }
}
