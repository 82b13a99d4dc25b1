/** From folded profiles to a model's bytes. What it does depends on the profiles and the settings alone. */
import type { ViewerKey } from '@upnext/contracts'
import { checkModel, countHistories, modelToBytes } from '@upnext/recsys'
import type { Counts } from '@upnext/recsys'
import type { TrainerSettings } from '../settings.ts'
import { historiesOf } from '../viewers/histories.ts'
import { driveBuilder } from './drive-builder.ts'

export interface TrainedModel {
  readonly bytes: Uint8Array
  readonly titles: number
  /** The full count that the model was built from. */
  readonly counts: Counts
}

export interface TrainingRun {
  readonly settings: TrainerSettings
  readonly signal: AbortSignal
  readonly onStage: (stage: string) => void
}

/** A model that its own test finds fault with is a mistake in the program, and never published. */
export class UnsoundModelError extends Error {
  override readonly name = 'UnsoundModelError'
}

export async function trainModel(
  profiles: ReadonlyMap<ViewerKey, Uint8Array>,
  run: TrainingRun,
): Promise<TrainedModel> {
  const { settings, signal, onStage } = run
  const histories = historiesOf(profiles)
  const counts = await driveBuilder(countHistories(histories, profiles.size, settings.counts), signal, onStage)
  const model = await driveBuilder(settings.build({ histories, counts, settings: settings.model }), signal, onStage)
  const [problem] = checkModel(model)
  if (problem !== undefined) throw new UnsoundModelError(`the new model is not sound: ${problem}`)
  return { bytes: modelToBytes(model), titles: model.items.length, counts }
}
