/** Puts a model into the store and makes it the active one, as long as no later trainer has been started. */
import { createHash } from 'node:crypto'
import { ModelExistsError } from '@upnext/ports'
import type { EventLog, ModelStore } from '@upnext/ports'
import { activationRecord } from '../counting/row-updates.ts'
import { fencedBy } from '../fencing.ts'

/** The store does not have, or does not keep, what was put into it. */
export class ActivationError extends Error {
  override readonly name = 'ActivationError'
}

export interface PublishDeps {
  readonly log: EventLog
  readonly models: ModelStore
  readonly updatesTopic: string
  readonly epoch: number
  readonly nowMs: number
}

export interface NewModel {
  readonly bytes: Uint8Array
  readonly manifest: Readonly<Record<string, unknown>>
}

/** Answers the id of the model, which is active now. Throws `TrainerFencedError`, `ActivationError`, and what the ports throw. */
export async function publishModel(deps: PublishDeps, model: NewModel): Promise<string> {
  const id = modelIdOf(model, deps.epoch)
  try {
    await deps.models.put({ id, ...model })
  } catch (error) {
    // Put before, by a try that failed later: the id says that the bytes are the same.
    if (!(error instanceof ModelExistsError)) throw error
  }
  await activate(deps, id)
  const origin = { baseModelId: id, trainerEpoch: deps.epoch, writtenAtMs: deps.nowMs }
  await deps.log.append(deps.updatesTopic, [activationRecord(origin)])
  return id
}

/** The same bytes, found in the same way by the same trainer, have the same id: what a manifest says of tuning is never replaced. */
function modelIdOf({ bytes, manifest }: NewModel, epoch: number): string {
  const found = JSON.stringify(manifest['tuning'] ?? null)
  return `m${epoch}-${createHash('sha256').update(bytes).update(found).digest('hex').slice(0, 12)}`
}

/** On a conflict looks once more: somebody may have put an older model back. */
async function activate({ models, epoch }: PublishDeps, next: string): Promise<void> {
  for (let tries = 0; tries < 2; tries++) {
    const expected = (await models.active())?.id ?? null
    if (expected === next) return
    const result = await models.activate({ expected, next, epoch })
    if (result.ok) return
    if (result.reason === 'fenced') {
      throw fencedBy(result.epoch, epoch)
    }
    if (result.reason === 'missing') throw new ActivationError(`model ${next} is not in the store, or not whole`)
  }
  throw new ActivationError(`model ${next} could not be made active: the active model changed twice meanwhile`)
}
