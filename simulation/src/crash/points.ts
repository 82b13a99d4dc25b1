/** Every place where a process may die. A point "before" loses the effect; a point "after" has the effect, and loses the answer. */

/** Points of the collector's intake, in the order in which a request meets them. */
export const INTAKE_POINTS = [
  'collector.taking',
  'collector.append.before',
  'collector.append.torn',
  'collector.append.after',
  'collector.rejected.before',
  'collector.rejected.after',
  'collector.answer.before',
  'collector.answer.after',
] as const

/** Points of the feature service, in the order in which a batch meets them. */
export const FOLD_POINTS = [
  'feature.position.before',
  'feature.position.after',
  'feature.fetched',
  'feature.read.before',
  'feature.read.after',
  'feature.fold',
  'feature.dead-letter.before',
  'feature.dead-letter.after',
  'feature.commit.before',
  'feature.commit.after',
  'feature.answered',
  'feature.sought',
  'feature.advisory.before',
  'feature.advisory.after',
] as const

/** Points of a rebuild: the second generation is made, filled, and switched to. */
export const GENERATION_POINTS = [
  'generation.create.before',
  'generation.create.after',
  'generation.switch.before',
  'generation.switch.after',
] as const

/** Points of the trainer's reading and of its checkpoint file, in the order in which it meets them. */
export const CHECKPOINT_POINTS = [
  'trainer.claim.before',
  'trainer.claim.after',
  'trainer.fold',
  'trainer.taken',
  'checkpoint.write.before',
  'checkpoint.write.torn',
  'checkpoint.write.after',
  'checkpoint.sync.before',
  'checkpoint.sync.after',
  'checkpoint.rename.before',
  'checkpoint.rename.after',
  'checkpoint.folder.before',
  'checkpoint.folder.after',
] as const

/** Points of a model's way into the store, in their order: index entry, chunks, seal with the manifest, pointer, announcement. */
export const MODEL_POINTS = [
  'model.begin.before',
  'model.begin.after',
  'model.chunk.before',
  'model.chunk.after',
  'model.seal.before',
  'model.seal.after',
  'model.activate.before',
  'model.activate.after',
  'model.announce.before',
  'model.announce.after',
] as const

export type Point =
  | (typeof INTAKE_POINTS)[number]
  | (typeof FOLD_POINTS)[number]
  | (typeof GENERATION_POINTS)[number]
  | (typeof CHECKPOINT_POINTS)[number]
  | (typeof MODEL_POINTS)[number]

/** Something that has a point before and a point after it. */
export type Step = Point extends infer P ? (P extends `${infer Name}.before` ? Name : never) : never
