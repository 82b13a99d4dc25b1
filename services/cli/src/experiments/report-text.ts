/** A report as people read it. */
import pc from 'picocolors'
import { formatTable } from '../print/table.ts'
import type { Column } from '../print/table.ts'
import type { Difference, Interval } from './ratio.ts'
import type { ExperimentReport, Figures, Metric } from './report.ts'
import type { SampleRatio } from './sample-ratio.ts'
import type { LeftOut } from './tally.ts'

const METRIC_WORDS: Readonly<Record<Metric, string>> = {
  ctr: 'picked per shown',
  watchMinutesPerViewer: 'minutes per viewer',
  watchMinutesPerShown: 'minutes per shown',
}
const COLUMNS: readonly Column[] = [
  { title: 'variant' },
  ...['viewers', 'pages', 'shown', 'picked', 'minutes', ...Object.values(METRIC_WORDS)].map((title): Column => ({
    title,
    align: 'right',
  })),
]
const DIFFERENCE_COLUMNS: readonly Column[] = [
  { title: 'variant' },
  ...Object.values(METRIC_WORDS).map((title): Column => ({ title, align: 'right' })),
]

export function reportLines(report: ExperimentReport, withRows: boolean): string[] {
  const { experiment, control, variants, rows } = report
  return [
    `Experiment ${experiment}: figures with their 95 % intervals, viewer by viewer`,
    ...tables(variants, control),
    ...(withRows
      ? rows.flatMap((row) => ['', `Row ${row.row}, viewers that were shown it`, ...tables(row.variants, control)])
      : []),
    '',
    sampleRatioLine(report.sampleRatio),
    ...leftOutLines(report.leftOut),
  ]
}

function tables(variants: readonly Figures[], control: string): string[] {
  const differences = variants.flatMap(({ variant, difference }) =>
    difference === null ? [] : [[variant, ...wordsOf((metric) => differenceText(difference[metric], metric))]],
  )
  return [
    formatTable(COLUMNS, variants.map(cellsOf)),
    ...(differences.length === 0 ? [] : [`Against ${control}`, formatTable(DIFFERENCE_COLUMNS, differences)]),
  ]
}

function cellsOf(figures: Figures): string[] {
  const { variant, viewers, pages, shown, picks, watchMinutes } = figures
  const counts = [viewers, pages, shown, picks, Math.round(watchMinutes)].map(String)
  return [variant, ...counts, ...wordsOf((metric) => intervalText(figures[metric], metric))]
}

function wordsOf(text: (metric: Metric) => string): string[] {
  return [text('ctr'), text('watchMinutesPerViewer'), text('watchMinutesPerShown')]
}

function intervalText({ value, low, high }: Interval, metric: Metric): string {
  if (value === null) return '-'
  const range =
    low === null || high === null ? 'too few viewers' : `${numberText(low, metric)} to ${numberText(high, metric)}`
  return `${numberText(value, metric)} (${range})`
}

function differenceText(difference: Difference, metric: Metric): string {
  const sign = difference.value !== null && difference.value > 0 ? '+' : ''
  return `${sign}${intervalText(difference, metric)}${difference.p === null ? '' : `, p ${probabilityText(difference.p)}`}`
}

function numberText(value: number, metric: Metric): string {
  return metric === 'ctr' ? `${(100 * value).toFixed(2)} %` : value.toFixed(2)
}

function probabilityText(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4)
}

function sampleRatioLine({ chiSquare, p, mismatch }: SampleRatio): string {
  if (mismatch) return pc.red(`Sample ratio: MISMATCH${p === null ? '' : `, p ${probabilityText(p)}`}`)
  if (chiSquare === null || p === null) return 'Sample ratio: too few viewers or variants to check'
  return `Sample ratio: as the shares say (chi-square ${chiSquare.toFixed(2)}, p ${probabilityText(p)})`
}

const LEFT_OUT_WORDS: Readonly<Record<Exclude<keyof LeftOut, 'impressions'>, string>> = {
  outside: 'impressions of viewers that took no part',
  untracked: 'impressions without a tracking value',
  unreadable: 'impressions whose tracking cannot be read',
  malformed: 'records that are no events',
  mixedViewers: 'viewers of more than one variant',
  refusedViewers: 'viewers that refused analytics',
  unmatchedPicks: 'picks of what no impression showed',
  unstartedSessions: 'sessions without a start event, before their first position',
}

function leftOutLines(leftOut: Readonly<LeftOut>): string[] {
  const parts = Object.entries(LEFT_OUT_WORDS).flatMap(([name, words]) => {
    const count = leftOut[name as keyof typeof LEFT_OUT_WORDS]
    return count === 0 ? [] : [`${words}: ${count}`]
  })
  return parts.length === 0 ? [] : ['Left out', ...parts.map((part) => `  ${part}`)]
}
