/** From folded profiles and the catalogue to a model. Depends on them, the settings and the configuration in use alone. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ViewerKey } from '@upnext/contracts'
import { historiesOf } from '@upnext/learning'
import { ROW_SETS, TUNE_OPTIONS, buildModel, checkModel, createTimeline, tune } from '@upnext/recsys'
import type { BuildProgress, BuiltModel, Configuration, Model, RowSet, Timeline, TuningReport } from '@upnext/recsys'
import type { TrainerSettings } from '../settings.ts'
import { contentOf, mayBeRecommended } from './content-of.ts'
import { driveBuilder } from './drive-builder.ts'
import { incumbentOf } from './manifest.ts'
import type { Mode, Origin, Tuning, Untuned } from './manifest.ts'
import { shouldTune } from './schedule.ts'

/** What models are made of. */
export interface Knowledge {
  readonly profiles: ReadonlyMap<ViewerKey, Uint8Array>
  /** All titles of the catalogue, in any order. */
  readonly catalog: readonly CatalogTitle[]
}

export interface TrainingRun {
  readonly settings: TrainerSettings
  /** What the model is for. */
  readonly mode: Mode
  /** Whether to look for a better configuration although it is not time yet. */
  readonly asked: boolean
  readonly signal: AbortSignal
  readonly onStage: (stage: string) => void
}

export interface TrainedModel extends BuiltModel, Chosen {
  readonly plays: number
  readonly unit: number
  /** What the model's own test finds fault with: such a model is a mistake in the program, and never published. */
  readonly problem: string | null
}

interface Chosen {
  readonly configuration: Configuration
  readonly tuning: Tuning
  /** `null`: built with the configuration in use. */
  readonly tuned: TuningReport | Untuned | null
}

/** `active`: how the model in use was made; `null` where there is none, or it cannot be known. */
export function trainModel(knowledge: Knowledge, active: Origin | null, run: TrainingRun): Promise<TrainedModel> {
  return driveBuilder(steps(knowledge, active, run), run.signal, run.onStage)
}

function* steps(
  { profiles, catalog }: Knowledge,
  active: Origin | null,
  run: TrainingRun,
): Generator<BuildProgress, TrainedModel> {
  const recommended = catalog.filter(mayBeRecommended).map(({ hash }) => hash)
  const timeline = yield* createTimeline(historiesOf(profiles), recommended)
  const content = yield* contentOf(timeline.items, catalog, run.settings.base.neighbours)
  const chosen = yield* named('tuning', choose(timeline, content, active, run))
  const { model: bare, counts } = yield* named('building', buildModel(timeline, chosen.configuration, content))
  const model = withContent(bare, content)
  const [problem = null] = checkModel(model)
  return { ...chosen, model, counts, plays: timeline.titles.length, unit: timeline.unit, problem }
}

/** Both have steps of the same kind: who waits wants to know of which the time is. */
function* named<Result>(part: string, builder: Generator<BuildProgress, Result>): Generator<BuildProgress, Result> {
  for (;;) {
    const step = builder.next()
    if (step.done === true) return step.value
    yield { ...step.value, stage: `${part}: ${step.value.stage}` }
  }
}

/** Tuning costs several trainings: where nothing is in use yet, defaults now are worth more than the best in some minutes. */
function* choose(
  timeline: Timeline,
  content: RowSet | null,
  active: Origin | null,
  { settings: { base }, mode, asked }: TrainingRun,
): Generator<BuildProgress, Chosen> {
  if (active === null && !asked) {
    const configuration = { settings: base, ranker: null, again: null }
    return { configuration, tuning: { plays: 0, report: UNTUNED }, tuned: UNTUNED }
  }
  const plays = timeline.titles.length
  const incumbent = incumbentOf(active, mode)
  if (incumbent !== null && !shouldTune({ asked, plays, tunedPlays: incumbent.tuning.plays })) {
    return { ...incumbent, tuned: null }
  }
  const found = yield* tune(timeline, { ...TUNE_OPTIONS, content, incumbent: incumbent?.configuration ?? null, base })
  const configuration = mode === 'live' ? found.configuration : found.frozen
  return { configuration, tuning: { plays, report: found.report }, tuned: found.report }
}

const UNTUNED: Untuned = { kind: 'untuned' }

/** Also where no channel reads it: ranking finds titles without evidence by what they are about. */
function withContent(model: Model, content: RowSet | null): Model {
  if (content === null) return model
  return { ...model, rowSets: new Map([...model.rowSets, [ROW_SETS.content, content]]) }
}
