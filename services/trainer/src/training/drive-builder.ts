import { setImmediate } from 'node:timers/promises'
import type { BuildProgress } from '@upnext/recsys'

/**
 * Runs a builder with a pause after every step, so that reading and answering go on. Rejects with the signal's reason once it
 * aborts. `onStage` is told about every new stage.
 */
export async function driveBuilder<Result>(
  builder: Generator<BuildProgress, Result>,
  signal: AbortSignal,
  onStage: (stage: string) => void,
): Promise<Result> {
  let stage = ''
  for (;;) {
    signal.throwIfAborted()
    const step = builder.next()
    if (step.done === true) return step.value
    if (step.value.stage !== stage) onStage(step.value.stage)
    stage = step.value.stage
    await setImmediate()
  }
}
