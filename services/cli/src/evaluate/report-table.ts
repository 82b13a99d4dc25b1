/** A report for people: the rows as a table, what was asked below it. */
import type { Report, ReportRow } from '@upnext/evaluation'
import { formatTable } from '../print/table.ts'

const METRICS = [
  'HR@10',
  'NDCG@10',
  'HR@20',
  'NDCG@20',
  'MRR@20',
  'Recall@20',
  'coverage@10',
  'novelty@10',
  'averagePopularity@10',
  'diversity@10',
  'calibration@10',
  'LowRated@10',
]
const COSTS = ['fitSeconds', 'peakMemoryMb', 'microsecondsPerQuery']
const SHORT = new Map([
  ['averagePopularity@10', 'popularity'],
  ['fitSeconds', 'fit s'],
  ['peakMemoryMb', 'MB'],
  ['microsecondsPerQuery', 'µs/query'],
])

export function reportText(report: Report): string {
  const shown = [...METRICS, ...COSTS].filter((name) => report.rows.some((row) => typeof row[name] === 'number'))
  const columns = [
    { title: 'model' },
    ...shown.map((name) => ({
      title: (SHORT.get(name) ?? name).replace(/(?<=[a-z])@10$/, ''),
      align: 'right' as const,
    })),
    { title: 'HR@10 interval' },
  ]
  const rows = report.rows.map((row) => [row.model, ...shown.map((name) => cellText(row, name)), intervalText(row)])
  return [`${report.data}, ${report.protocol}`, '', formatTable(columns, rows), '', ...factLines(report)].join('\n')
}

function cellText(row: ReportRow, name: string): string {
  const value = row[name]
  if (typeof value !== 'number') return ''
  if (COSTS.includes(name) || name.startsWith('averagePopularity')) return value.toFixed(name === 'fitSeconds' ? 1 : 0)
  return value.toFixed(4)
}

function intervalText(row: ReportRow): string {
  const interval = row['HR@10 interval']
  return Array.isArray(interval) ? interval.map((bound: unknown) => Number(bound).toFixed(4)).join(' to ') : ''
}

function factLines({ split, notes }: Report): readonly string[] {
  const facts = Object.entries(split).map(([name, fact]) => `${name}: ${textOf(fact)}`)
  return [...facts, ...notes.map((note) => `note: ${note}`)]
}

function textOf(fact: unknown): string {
  return typeof fact === 'string' ? fact : JSON.stringify(fact)
}
