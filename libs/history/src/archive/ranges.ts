/** Ranges of offsets, from `start` to before `end`, that may overlap: two archivers at once may have cut in different places. */
import type { PartitionBounds } from '@upnext/ports'

/** Of the ranges that hold an offset, the one that reaches farthest. */
export function reachingFarthest<Range extends PartitionBounds>(
  ranges: readonly Range[],
  offset: number,
): Range | null {
  let best: Range | null = null
  for (const range of ranges) {
    if (range.start <= offset && offset < range.end && (best === null || range.end > best.end)) best = range
  }
  return best
}

/** What no range holds of the offsets from `from` to before `to`. */
export function gapsIn(ranges: readonly PartitionBounds[], from: number, to: number): PartitionBounds[] {
  const gaps: PartitionBounds[] = []
  let next = from
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start > next && next < to) gaps.push({ start: next, end: Math.min(start, to) })
    next = Math.max(next, end)
  }
  if (next < to) gaps.push({ start: next, end: to })
  return gaps
}

/** Number of offsets in ranges that do not overlap. */
export function lengthOf(ranges: readonly PartitionBounds[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0)
}
