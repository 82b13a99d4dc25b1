/** What came of one training. */
export interface TrainingReport {
  readonly outcome: 'published' | 'too-few-events'
  /** `null` where nothing was published. */
  readonly modelId: string | null
  readonly events: number
  readonly viewers: number
  readonly titles: number
  readonly bytes: number
  readonly durationMs: number
}
