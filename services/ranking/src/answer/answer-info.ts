import type { AnswerInfo, AssignedVariant, Position } from '@upnext/contracts'
import type { Asker } from '../facts/asker.ts'
import type { ServedModel } from '../model/served-model.ts'
import type { RemovedTitles } from '../rules/judge.ts'

export interface AnswerFacts {
  readonly requestId: string
  readonly served: ServedModel | null
  /** `null` where whoever asks makes no difference. */
  readonly asker: Asker | null
  readonly viewerTopic: string
  /** Besides those of the asker. */
  readonly degradedReasons: readonly string[]
  readonly personalized: boolean
  readonly removed: readonly RemovedTitles[]
  readonly rowsVersion: string
  readonly variants: readonly AssignedVariant[]
}

export function answerInfo(facts: AnswerFacts): AnswerInfo {
  const { asker, served, viewerTopic } = facts
  const degradedReasons = [...(asker?.degradedReasons ?? []), ...facts.degradedReasons]
  return {
    requestId: facts.requestId,
    modelId: served?.id ?? '',
    profileGeneration: asker?.generation ?? 0,
    profilePosition: positionOf(asker, viewerTopic),
    degraded: degradedReasons.length > 0,
    degradedReasons,
    cold: asker?.cold ?? false,
    behind: asker?.behind ?? false,
    personalized: facts.personalized,
    removed: facts.removed.map(({ rule, count }) => ({ rule, count })),
    rowsVersion: facts.rowsVersion,
    variants: [...facts.variants],
  }
}

function positionOf(asker: Asker | null, topic: string): Position | undefined {
  const position = asker?.position ?? null
  return position === null ? undefined : { topic, ...position }
}
