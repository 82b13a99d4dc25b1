import { topicsOf } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import type { History } from '@upnext/history'
import type { Command } from 'commander'
import { z } from 'zod'
import { chooseLetters, reasonsOf } from '../dead-letters/choose-letters.ts'
import { readLetters } from '../dead-letters/read-letters.ts'
import type { LetterFacts } from '../dead-letters/read-letters.ts'
import { retryLetters } from '../dead-letters/retry-letters.ts'
import { integerText, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { createProgress } from '../print/progress.ts'
import { formatTable } from '../print/table.ts'
import { untilStopped } from '../stop-signal.ts'
import { openHistory } from '../stores/open-history.ts'
import { storesConfig } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'

const common = {
  data: z.string().optional(),
  reason: z.string().optional(),
  all: z.boolean().default(false),
  json: z.boolean().default(false),
}
const ListFlags = z.object({
  ...common,
  oldest: z.boolean().default(false),
  limit: integerText.pipe(z.number().min(1, 'expected at least 1')).default(20),
})
const RetryFlags = z.object(common)

const EXAMPLES = `
Examples:
  $ upnext dead-letters list
  $ upnext dead-letters list --reason UndecodableRecordError --oldest --json
  $ upnext dead-letters retry 3:17 5:0
  $ upnext dead-letters retry --all
`

export function addDeadLetters(program: Command, terminal: Terminal): void {
  const command = program
    .command('dead-letters')
    .description('records that a reader could not apply: see them, and send them again')
    .addHelpText('after', EXAMPLES)
  command
    .command('list')
    .description('the dead letters whose records were not sent again yet, newest first')
    .option('--all', 'also those that were')
    .option('--reason <reason>', 'only of this reason')
    .option('--oldest', 'oldest first')
    .option('--limit <n>', 'at most so many (default: 20)')
    .option('--data <folder>', 'data folder of embedded storage (UPNEXT_DATA, default ./data)')
    .option('--json', 'print them as JSON')
    .action((raw: unknown) => list(parseOptions(ListFlags, raw), terminal))
  command
    .command('retry')
    .description('send original records again; one that cannot be applied yet becomes a new dead letter')
    .argument('[ids...]', 'partition:offset, as the list shows them')
    .option('--all', 'all that were not sent again yet')
    .option('--reason <reason>', 'those of this reason that were not sent again yet')
    .option('--data <folder>', 'data folder of embedded storage (UPNEXT_DATA, default ./data)')
    .option('--json', 'print the outcome as JSON')
    .action((ids: string[], raw: unknown) => retry(ids, parseOptions(RetryFlags, raw), terminal))
}

interface Room {
  readonly history: History
  readonly topics: Topics
  readonly signal: AbortSignal
}

/** Lends the topics' history. */
async function withHistory(
  flags: { readonly data?: string | undefined },
  terminal: Terminal,
  body: (room: Room) => Promise<void>,
): Promise<void> {
  const topics = topicsOf(storesConfig(flags, terminal).UPNEXT_NAMESPACE)
  await untilStopped('what was sent again is marked; the same command goes on with the rest', async (signal) => {
    const opened = await openHistory({ data: flags.data, topics: Object.values(topics), mayLose: true }, terminal)
    await body({ history: opened.history, topics, signal }).finally(() => opened.close())
  })
}

async function list(flags: z.infer<typeof ListFlags>, terminal: Terminal): Promise<void> {
  await withHistory(flags, terminal, async ({ history, topics, signal }) => {
    const { letters, unreadable } = await readLetters(history, topics.deadLetters.name, signal)
    const open = letters.filter(({ retriedAtMs }) => flags.all || retriedAtMs === null)
    const wanted = open.filter(({ reason }) => (flags.reason ?? reason) === reason)
    const shown = (flags.oldest ? wanted : wanted.toReversed()).slice(0, flags.limit)
    if (flags.json) terminal.out(toJson({ total: wanted.length, unreadable, letters: shown.map(jsonOf) }))
    else if (wanted.length === 0) terminal.out(noneText(open, flags.reason))
    else for (const line of textOf(shown, wanted.length)) terminal.out(line)
  })
}

async function retry(ids: readonly string[], flags: z.infer<typeof RetryFlags>, terminal: Terminal): Promise<void> {
  await withHistory(flags, terminal, async ({ history, topics, signal }) => {
    const topic = topics.deadLetters.name
    const letters = await readLetters(history, topic, signal)
    const known = new Set(Object.values(topics).map(({ name }) => name))
    const chosen = chooseLetters(letters.letters, { ...flags, ids }, known)
    const open = letters.letters.filter(({ retriedAtMs }) => retriedAtMs === null)
    if (chosen.size === 0 && !flags.json) {
      terminal.out(noneText(open, flags.reason))
      return
    }
    const progress = createProgress(terminal)
    progress.start('retried', chosen.size, 0)
    const { clock } = terminal
    const onRetried = (done: number): void => progress.update(done)
    const retried = await retryLetters(history, { topic, letters, chosen, clock, onRetried, signal }).finally(() =>
      progress.stop(),
    )
    terminal.out(flags.json ? toJson({ retried }) : `Sent again: ${retried} of ${chosen.size} records`)
  })
}

function jsonOf(letter: LetterFacts): unknown {
  const { id, topic, partition, offset, reason, service, codeVersion, failedAtMs, bytes, kind, retriedAtMs } = letter
  const place = { id, topic, partition, offset, kind, bytes }
  return { ...place, reason, service, code_version: codeVersion, failed_at: failedAtMs, retried_at: retriedAtMs }
}

/** A reason that no letter has is most likely a slip. */
function noneText(open: readonly LetterFacts[], reason: string | undefined): string {
  const reasons = reasonsOf(open).map((other) => `${other.reason} (${other.letters})`)
  if (reason === undefined || reasons.length === 0) return 'No dead letters'
  return `No dead letters of ${reason}. There are: ${reasons.join(', ')}`
}

function textOf(letters: readonly LetterFacts[], total: number): string[] {
  const rows = letters.map((letter) => [
    letter.id,
    timeText(letter.failedAtMs),
    letter.reason,
    `${letter.topic}/${letter.partition}@${letter.offset}`,
    letter.kind ?? '',
    String(letter.bytes),
    `${letter.service} ${letter.codeVersion}`,
    letter.retriedAtMs === null ? '' : timeText(letter.retriedAtMs),
  ])
  const titles = ['id', 'failed', 'reason', 'record', 'kind', 'bytes', 'by', 'sent again']
  return [
    formatTable(
      titles.map((title) => ({ title })),
      rows,
    ),
    `${letters.length} of ${total} dead letters`,
  ]
}

function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
