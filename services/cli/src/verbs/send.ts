import { randomUUID } from 'node:crypto'
import { Argument } from 'commander'
import type { Command } from 'commander'
import { withAddressFlags } from '../address-flags.ts'
import { findAddresses } from '../clients/addresses.ts'
import type { CollectorResult } from '../clients/collector-client.ts'
import { createCollectorClient } from '../clients/collector-client.ts'
import { formatPosition } from '../clients/position-text.ts'
import { CliError } from '../errors.ts'
import { parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import type { Kind } from '../send/event-from-flags.ts'
import { eventFromFlags, KINDS, SendFlagsSchema } from '../send/event-from-flags.ts'
import { waitForPosition } from '../send/wait-for-position.ts'
import type { Terminal } from '../terminal.ts'

const EXAMPLES = `
Examples:
  $ upnext send rating --viewer 42 --item 1270 --stars 5
  $ upnext send watch --viewer 42 --item 7 --position 3000 --duration 6000
  $ upnext send dismiss --viewer 42 --item 7
  $ upnext send dismiss --viewer 42 --item 7 --scope continue_watching
  $ upnext send list --viewer 42 --item 7
  $ upnext send settings --viewer 42 --set settings.kids=true --set settings.maturity_limit=7
`

export function addSend(program: Command, terminal: Terminal): void {
  const command = program
    .command('send')
    .description('send one event of a viewer, and print its position in the log')
    .addArgument(new Argument('<kind>', 'what happened').choices(KINDS))
    .requiredOption('--viewer <id>', 'the viewer, as your app names them')
    .option('--item <id>', 'the title')
    .option('--stars <n>', 'rating: 0.5 to 5')
    .option('--thumb <up|down>', 'rating')
    .option('--position <seconds>', 'watch: how far (default: to the end)')
    .option('--duration <seconds>', 'watch: length of the title (default: 5400)')
    .option('--session <id>', 'watch: playback session (default: a new one)')
    .option('--episode <id>', 'watch: the episode, where the title is a series')
    .option('--action <action>', 'list: add, remove; follow: request, accept, remove')
    .option('--scope <scope>', 'dismiss: not_interested, continue_watching')
    .option('--undo', 'dismiss: take it back')
    .option('--type <type>', 'transaction: rent, buy')
    .option('--target <viewer>', 'follow: the other viewer')
    .option('--items <ids>', 'impression: what was on screen, comma separated')
    .option('--at <time>', 'when it happened (default: now)')
    .option('--event-id <uuid>', 'sending the same id again counts once')
    .option('--set <field=value>', 'any other field of the event', collect)
    .option('--wait', "wait until the viewer's profile contains it")
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((kind: Kind, raw: unknown) => send(kind, raw, terminal))
  withAddressFlags(command)
}

async function send(kind: Kind, raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(SendFlagsSchema, raw)
  const addresses = await findAddresses(flags, terminal)
  const event = eventFromFlags(kind, flags, { nowMs: terminal.clock.now(), id: randomUUID() })
  const answer = await createCollectorClient(addresses.collector).sendEvents([event])
  const position = acceptedPosition(answer.results[0])
  if (flags.wait) await waitForPosition(addresses, flags.viewer, position, terminal.clock)
  if (flags.json) terminal.out(toJson(answer.results[0]))
  else terminal.out(formatPosition(position))
}

function acceptedPosition(result: CollectorResult | undefined) {
  const { position } = result ?? {}
  if (position !== undefined) {
    return { topic: position.topic, partition: position.partition, nextOffset: position.next_offset }
  }
  const where = result?.pointer === undefined || result.pointer === '' ? '' : ` at ${result.pointer}`
  const detail = result?.detail === undefined ? '' : `: ${result.detail}`
  throw new CliError(`the event was rejected (${result?.reason ?? 'no reason given'})${where}${detail}`, {
    hint: 'the fields of every kind are in docs/events.md',
  })
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}
