// Writes what the long run of chaos and its controls found into docs/reliability.md, between two markers.
import { join } from 'node:path'
import { shortCommit } from './commit.mjs'
import { writeMarkedSection } from './marked-section.mjs'
import { ROOT } from './prepare.mjs'

const FILE = join(ROOT, 'docs', 'reliability.md')
const MARKERS = {
  begin: '<!-- figures of chaos: written by npm run verify -->',
  end: '<!-- end of the figures of chaos -->',
}

/** Puts the figures of the evidence into the page. Throws where the page has lost its markers. */
export async function writeChaosReport(entries) {
  await writeMarkedSection(FILE, MARKERS, chaosSection(entries))
}

/** The section in Markdown. */
export function chaosSection(entries) {
  const runs = entries.filter(({ command, figures }) => command.includes('run -s chaos') && figures !== null)
  if (runs.length === 0) return 'No run yet.'
  return runs.map(runSection).join('\n\n')
}

function runSection({ command, commit, date, figures: f }) {
  const title =
    f.guardOff === null ? `${f.minutes} minutes, seed ${f.seed}` : `Guard off: ${f.guardOff}, seed ${f.seed}`
  const rows = [
    ['events', `${f.sent} sent, ${f.acked} acknowledged, ${f.rejected} refused, ${f.unknown} unknown`],
    ['records in the log', `${f.records}; ${f.repeatedInLog} events more than once`],
    ['**lost**', `**${f.lost}** (${f.lostFromLog} events from the log, ${f.missingEffects} effects from profiles)`],
    ['**doubled**', `**${f.doubled}**`],
    ['profiles', `${f.profiles}, ${f.profilesDiffering} differ from the reference`],
    ['digest of the profiles', `\`${f.digest}\``],
    ['digest of the rebuild', `\`${f.rebuildDigest}\``],
    ['SIGKILL', list(f.kills)],
    ['other faults', list(Object.fromEntries(Object.entries(f.faults).filter(([name]) => !name.startsWith('kill '))))],
    ['stale batches refused', f.positionConflicts],
    ['positions that moved back', `${f.positionsMovedBack} in ${f.positionSamples} looks`],
    ['longest recovery', `${(f.longestRecoveryMs / 1_000).toFixed(1)} s (${f.recoveriesMeasured} measured)`],
    ['recovery from the last fault', `${(f.lastRecoveryMs / 1_000).toFixed(1)} s`],
    [
      'questions to ranking',
      `${f.ranking.questions}; ${f.ranking.retried} answered by the second copy, ${f.ranking.failed} by none, ` +
        `${f.ranking.late} late, ${f.ranking.empty} empty, ${f.ranking.degraded} degraded`,
    ],
    ['found', f.broken.length === 0 ? 'nothing' : f.broken.join('; ')],
  ]
  const lines = rows.map(([name, value]) => `| ${name} | ${value} |`)
  return [
    `### ${title}`,
    `\`${command.replace('run -s', 'run')}\`, commit ${shortCommit(commit)}, ${date}.`,
    `| what | figure |\n| --- | --- |\n${lines.join('\n')}`,
  ].join('\n\n')
}

function list(counts) {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
