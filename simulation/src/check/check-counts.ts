/** Compares the checkpoint of a trainer that died often with that of one that read the same log in peace. */
import { COUNTING_ONLY } from '../processes/trainer-process.ts'
import { checkpointFromBytes } from '@upnext/trainer'
import { TOPICS } from '../world/world.ts'
import { hex } from './reference.ts'

/** What is wrong, in words. `sameOrder`: both read the log in one order, so that even the bytes have to be equal. */
export function checkCounts(found: Uint8Array | null, expected: Uint8Array | null, sameOrder: boolean): string[] {
  if (found === null || expected === null) return ['there is no checkpoint at the end']
  if (sameOrder)
    return hex(found) === hex(expected) ? [] : ['the checkpoint is not, byte for byte, that of a trainer in peace']
  const [ours, theirs] = [factsOf(found), factsOf(expected)]
  return Object.keys(theirs).flatMap((name) =>
    ours[name] === theirs[name] ? [] : [`${name}: ${ours[name]}, not ${theirs[name]}`],
  )
}

/** By title, so that the order in which titles were met does not matter. */
function factsOf(bytes: Uint8Array): Record<string, string> {
  const { positions, viewers, events, counted, trends } = checkpointFromBytes(
    bytes,
    TOPICS.viewerEvents.name,
    COUNTING_ONLY.base,
  )
  const { items, counts, popularity } = counted
  const byTitle = items.map((item, i) => [item, popularity.total[i], popularity.month[i], popularity.days[i]].join(' '))
  return {
    positions: JSON.stringify([...positions].sort(([a], [b]) => a - b)),
    events: String(events),
    viewers: [...viewers]
      .map(([key, packed]) => `${key} ${hex(packed)}`)
      .sort()
      .join('\n'),
    popularity: byTitle.sort().join('\n'),
    counts: counts.total().toFixed(6),
    trends: JSON.stringify([...trends]),
  }
}
