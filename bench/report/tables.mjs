// What runs came to, as tables in Markdown.
import { figuresOf } from '../figures.mjs'
import { GOALS, judgeGoals } from '../goals.mjs'
import { shortCommit } from '../../scripts/commit.mjs'

/** All goals, in the order of `goals.json`, with the newest figure of each; `entries` are those of a report. */
export function goalsTable(entries, goals = GOALS) {
  const byBench = new Map(entries.map((entry) => [entry.bench, entry]))
  const rows = goals.map((goal) => goalRow(goal, byBench.get(goal.bench), goals))
  return table(['path', 'against', 'goal', 'reach', 'measured', 'met', 'command', 'when'], rows)
}

/** One run: its command, what it says of itself, its goals, the ceilings and all of its figures. */
export function runSection(entry, goals = GOALS) {
  const { bench, command, commit, date, seconds, result, error, lines = [] } = entry
  const head = [`## ${bench}`, `\`${command}\`, commit ${shortCommit(commit)}, ${date}, ${seconds} s.`]
  if (result === null) return [...head, `**Failed**: ${error}`].join('\n\n')
  const { ceilings = [] } = result
  const { spreads, times, numbers } = figuresOf(result)
  const judged = judgeGoals(bench, result, goals)
  return [
    ...head,
    validityLine(result),
    lines.map((line) => `- ${line}`).join('\n'),
    table(
      ['goal', 'reach', 'measured', 'met'],
      judged.map((goal) => [
        `${goal.path}${goal.goal === null ? '' : `: ${bound(goal.goal, goal.unit)}`}`,
        bound(goal.reach, ''),
        measured(goal),
        metWord(goal, result),
      ]),
    ),
    table(
      ['ceiling', 'when', 'figure', 'share'],
      ceilings.map(({ ceiling, when, figure, share }) => [ceiling, when, number(figure), number(share)]),
    ),
    table(
      ['figure', 'min', 'median', 'max'],
      spreads.map((one) => [one.path, ...[one.min, one.median, one.max].map(number)]),
    ),
    table(
      ['times', 'p50', 'p99', 'p99.9', 'max', 'samples'],
      times.map((one) => [one.path, ...[one.p50, one.p99, one.p999, one.max, one.samples].map(number)]),
    ),
    table(
      ['figure', 'value'],
      numbers.map(({ path, value }) => [path, number(value)]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** In Markdown; empty where there are no rows. */
export function table(head, rows) {
  if (rows.length === 0) return ''
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function goalRow(goal, entry, goals) {
  const { path, against, unit, bench } = goal
  const bounds = [bound(goal.goal ?? null, unit), bound(goal.reach ?? null, '')]
  if (entry === undefined)
    return [path, against, ...bounds, '', 'not measured yet', `\`npm run bench -- ${bench}\``, '']
  const last = [`\`${entry.command}\``, `${entry.date}, ${shortCommit(entry.commit)}`]
  if (entry.result === null) return [path, against, ...bounds, '', 'the run failed', ...last]
  const judged = judgeGoals(bench, entry.result, goals).find((one) => one.path === path)
  const [wanted, reach] = [bound(judged.goal, unit), bound(judged.reach, '')]
  return [path, against, wanted, reach, measured(judged), metWord(judged, entry.result), ...last]
}

function validityLine({ valid, attempts }) {
  if (valid === true) return `Valid (attempt ${attempts}).`
  if (valid === false) return `**Invalid**: the machine was noisy in each of ${attempts} attempts.`
  return 'Not compared with all of its ceilings.'
}

function metWord({ figure, met, reached }, { valid }) {
  if (figure === null) return 'no such figure'
  const word = met === null ? 'reported' : met ? (reached ? 'yes, and the reach' : 'yes') : 'no'
  return valid === false ? `${word}, in an invalid run` : word
}

function measured({ figure, unit }) {
  return figure === null ? '' : `${number(figure)} ${unit}`
}

function bound(limits, unit) {
  if (limits === null) return ''
  const [[kind, limit]] = Object.entries(limits)
  const text =
    limit !== null && typeof limit === 'object' ? `${limit.times} x ${limit.of} + ${limit.plus}` : number(limit)
  return `${kind === 'atMost' ? 'at most' : 'at least'} ${text} ${unit}`.trim()
}

/** Of a thousand on, fractions say nothing. */
function number(value) {
  if (value === null || value === undefined) return ''
  const rounded = Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 100) / 100
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 2 })
}
