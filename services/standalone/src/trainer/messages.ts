/** What the main thread and the trainer's thread say to each other. Both are of one build, so the shapes are trusted. */
import type { TrainingReport } from '@upnext/trainer'
import type { StandaloneConfig } from '../config.ts'

/** Given to the thread when it is made. */
export interface TrainerTask {
  readonly config: StandaloneConfig
}

export type ToTrainer =
  | { readonly kind: 'train'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number }
  | { readonly kind: 'stop' }

export type FromTrainer =
  | { readonly kind: 'started' }
  | { readonly kind: 'report'; readonly id: number; readonly report: TrainingReport }
  | { readonly kind: 'metrics'; readonly id: number; readonly text: string }
  /** The request `id` did not work. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** The thread cannot go on. */
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'stopped' }
