import type { Place } from './names.ts'

/** Places that are copied at the same time, by partition: one of each. */
export type Lane = ReadonlyMap<number, Place>

/** So many files are in hand at a time, each of at most `FILE_LIMITS`: that bounds the memory. */
const LANE_WIDTH = 4

/** Several places of one partition come one after the other. */
export function lanesOf(places: readonly Place[], width = LANE_WIDTH): Lane[] {
  const lanes: Map<number, Place>[] = []
  for (const place of places) {
    const open = lanes.find((lane) => lane.size < width && !lane.has(place.partition))
    if (open === undefined) lanes.push(new Map([[place.partition, place]]))
    else open.set(place.partition, place)
  }
  return lanes
}
