/**
 * Builders are generators: between two steps of some milliseconds each they yield how far they are, and whoever drives them may
 * do something else meanwhile, or give up.
 */
export interface BuildProgress {
  readonly stage: string
  readonly done: number
  readonly of: number
}

/** Runs a builder without a pause. */
export function buildNow<Result>(
  builder: Generator<BuildProgress, Result>,
  onProgress?: (progress: BuildProgress) => void,
): Result {
  for (;;) {
    const step = builder.next()
    if (step.done === true) return step.value
    onProgress?.(step.value)
  }
}
