import type { Command } from 'commander'
import { z } from 'zod'
import { parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({ json: z.boolean().default(false) })

const EXAMPLE = `
Example:
  $ UPNEXT_KAFKA_BROKERS=kafka:9092 upnext topics create
`

/** Kafka's topics, as the services need them; the embedded log makes its own. */
export function addTopics(program: Command, terminal: Terminal): void {
  const command = program
    .command('topics')
    .description('make or check the topics on Kafka')
    .addHelpText('after', EXAMPLE)
  command
    .command('create')
    .description('make the topics that are missing; those that are there are checked')
    .option('--json', 'print the topics as JSON')
    .action((raw: unknown) => topics('create', raw, terminal))
  command
    .command('check')
    .description('see whether all topics are there, with the right number of partitions')
    .option('--json', 'print the topics as JSON')
    .action((raw: unknown) => topics('check', raw, terminal))
}

async function topics(what: 'create' | 'check', raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  const { createTopics, checkTopics } = await import('../kafka/topics.ts')
  const names = what === 'create' ? await createTopics(terminal.env) : await checkTopics(terminal.env)
  if (flags.json) terminal.out(toJson({ topics: names }))
  else for (const name of names) terminal.out(`ok  ${name}`)
}
