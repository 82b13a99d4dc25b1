import { LogUnavailableError, TopicMismatchError } from '@upnext/ports'

/** Reading cannot go on: what the reader knows is not in this log. */
export function positionBehindEnd(
  topic: string,
  partition: number,
  position: number,
  end: number,
): LogUnavailableError {
  return new LogUnavailableError(
    `position ${position} of ${topic}/${partition} lies behind the log's end ${end}: the log was lost or replaced; restore it, or rebuild what was made from it`,
  )
}

export function topicNotDeclared(topic: string): TopicMismatchError {
  return new TopicMismatchError(`topic ${topic} was not declared when the log was opened: check its name and namespace`)
}
