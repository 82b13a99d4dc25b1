/** Positions as people pass them around: topic:partition:offset. */
import { usageError } from '../errors.ts'

export interface PositionParts {
  readonly topic: string
  readonly partition: number
  readonly nextOffset: number
}

export function formatPosition(position: PositionParts): string {
  return `${position.topic}:${String(position.partition)}:${String(position.nextOffset)}`
}

export function parsePosition(text: string): PositionParts {
  const match = /^([A-Za-z0-9._-]+):(\d{1,6}):(\d{1,15})$/.exec(text)
  const [, topic, partition, nextOffset] = match ?? []
  if (topic === undefined || partition === undefined || nextOffset === undefined) {
    throw usageError(`--after: "${text}" is not a position`, 'give what `upnext send` printed: topic:partition:offset')
  }
  return { topic, partition: Number(partition), nextOffset: Number(nextOffset) }
}
