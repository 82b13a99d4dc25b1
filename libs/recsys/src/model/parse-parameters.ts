/** Reads score parameters from JSON; `null` where they are anything else. */
import type { Channel, Ranker, ScoreParameters } from './model.ts'

export function parseParameters(value: unknown): ScoreParameters | null {
  if (!isObject(value) || !('channels' in value && 'blend' in value && 'ranker' in value && 'again' in value))
    return null
  if (!('historyLimit' in value)) return null
  const { channels, blend, ranker, again, historyLimit } = value
  if (!Array.isArray(channels) || !channels.every(isChannel) || !isNumbers(blend)) return null
  if (!isRanker(ranker) || !isRanker(again) || typeof historyLimit !== 'number') return null
  return { channels, blend, ranker, again, historyLimit }
}

function isChannel(value: unknown): value is Channel {
  if (!isObject(value) || !('rowSet' in value && 'recency' in value)) return false
  return typeof value.rowSet === 'string' && (value.recency === null || typeof value.recency === 'number')
}

function isRanker(value: unknown): value is Ranker | null {
  return value === null || (isObject(value) && 'weights' in value && isNumbers(value.weights))
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
