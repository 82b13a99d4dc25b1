import { HistoryLostError, PositionPastEndError, TopicMismatchError } from '@upnext/ports'
import type { PartitionBounds } from '@upnext/ports'

/** Why reading cannot go on from a position; `null` where it can. */
export function lostPosition(
  topic: string,
  partition: number,
  position: number,
  { start, end }: PartitionBounds,
): HistoryLostError | PositionPastEndError | null {
  if (position > end) return positionPastEnd(topic, partition, position, end)
  return position < start ? historyLost(topic, partition, position, start) : null
}

/** What the reader knows is not in this log. */
export function positionPastEnd(topic: string, partition: number, position: number, end: number): PositionPastEndError {
  return new PositionPastEndError(
    `position ${position} of ${topic}/${partition} is past the log's end ${end}: the log was lost or replaced; restore it, or rebuild what was made from it`,
  )
}

/** What the reader has not read yet is deleted. */
export function historyLost(topic: string, partition: number, position: number, start: number): HistoryLostError {
  return new HistoryLostError(
    `position ${position} of ${topic}/${partition} is before the log's start ${start}: what lies between is deleted; rebuild what is made from it out of the archive, or say that losing it is meant`,
  )
}

export function topicNotDeclared(topic: string): TopicMismatchError {
  return new TopicMismatchError(`topic ${topic} was not declared when the log was opened: check its name and namespace`)
}
