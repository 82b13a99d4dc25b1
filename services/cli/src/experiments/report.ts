/** The report of one experiment, as `--json` prints it. */
import { differenceOf, estimate, intervalOf } from './ratio.ts'
import type { Difference, Estimate, Interval } from './ratio.ts'
import { sampleRatio } from './sample-ratio.ts'
import type { SampleRatio, Share } from './sample-ratio.ts'
import type { LeftOut, TalliedExperiment } from './tally.ts'
import { noSums } from './variant-sums.ts'
import type { Sums } from './variant-sums.ts'

export interface ReportRequest {
  readonly experiment: string
  /** In order; the first is the control unless `control` names another. `null`: equal shares of the variants that were seen. */
  readonly shares: readonly Share[] | null
  readonly control: string | null
}

export const METRICS = ['ctr', 'watchMinutesPerViewer', 'watchMinutesPerShown'] as const
export type Metric = (typeof METRICS)[number]

export interface Figures extends Readonly<Record<Metric, Interval>> {
  readonly variant: string
  readonly viewers: number
  readonly pages: number
  readonly shown: number
  readonly picks: number
  readonly watchMinutes: number
  /** What this variant has more than the control; `null` for the control itself. */
  readonly difference: Readonly<Record<Metric, Difference>> | null
}

export interface ExperimentReport {
  readonly experiment: string
  readonly control: string
  readonly shares: readonly Share[]
  readonly sampleRatio: SampleRatio
  readonly variants: readonly Figures[]
  readonly rows: readonly { readonly row: string; readonly variants: readonly Figures[] }[]
  readonly leftOut: Readonly<LeftOut>
}

const MINUTE_S = 60

/** `null` where no viewer was shown a variant of the experiment. Throws `RangeError` for a control that is no variant of it. */
export function reportOf({ variants, leftOut }: TalliedExperiment, request: ReportRequest): ExperimentReport | null {
  if (variants.size === 0) return null
  const shares = request.shares ?? [...variants.keys()].sort().map((variant) => ({ variant, share: 1 / variants.size }))
  const strangers = [...variants.keys()].filter((name) => shares.every(({ variant }) => variant !== name)).sort()
  const names = [...shares.map(({ variant }) => variant), ...strangers]
  const control = request.control ?? names[0] ?? ''
  if (!names.includes(control)) {
    throw new RangeError(`"${control}" is no variant of ${request.experiment}: it has ${names.join(', ')}`)
  }

  const figures = (sumsOf: (variant: string) => Sums | undefined): Figures[] =>
    names.map((variant) => figuresOf(variant, sumsOf(variant), variant === control ? null : sumsOf(control)))
  const rows = [...new Set([...variants.values()].flatMap((sums) => [...sums.rows.keys()]))].sort()
  const viewers = new Map([...variants].map(([variant, { all }]) => [variant, all.picks.n]))
  return {
    experiment: request.experiment,
    control,
    shares,
    sampleRatio: sampleRatio(viewers, shares),
    variants: figures((variant) => variants.get(variant)?.all),
    rows: rows.map((row) => ({ row, variants: figures((variant) => variants.get(variant)?.rows.get(row)) })),
    leftOut,
  }
}

/** `control`: `null` for the control's own figures. */
function figuresOf(variant: string, sums: Sums = noSums(), control: Sums | null | undefined): Figures {
  const own = estimatesOf(sums)
  const others = control === null ? null : estimatesOf(control ?? noSums())
  return {
    variant,
    viewers: sums.picks.n,
    pages: sums.pages,
    shown: sums.picks.x,
    picks: sums.picks.y,
    watchMinutes: sums.watchPerViewer.y / MINUTE_S,
    ...ofEachMetric((metric) => intervalOf(own[metric])),
    difference: others === null ? null : ofEachMetric((metric) => differenceOf(own[metric], others[metric])),
  }
}

function estimatesOf({ picks, watchPerViewer, watchPerShown }: Sums): Record<Metric, Estimate> {
  return {
    ctr: estimate(picks),
    watchMinutesPerViewer: estimate(watchPerViewer, 1 / MINUTE_S),
    watchMinutesPerShown: estimate(watchPerShown, 1 / MINUTE_S),
  }
}

function ofEachMetric<Value>(value: (metric: Metric) => Value): Record<Metric, Value> {
  return {
    ctr: value('ctr'),
    watchMinutesPerViewer: value('watchMinutesPerViewer'),
    watchMinutesPerShown: value('watchMinutesPerShown'),
  }
}
