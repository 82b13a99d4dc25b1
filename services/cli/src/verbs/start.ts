import type { Command } from 'commander'
import { z } from 'zod'
import { parseOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  examples: z.boolean().default(false),
  data: z.string().optional(),
  httpPort: z.string().optional(),
  grpcPort: z.string().optional(),
})

const EXAMPLES = `
Examples:
  $ upnext start --examples
  $ upnext start --data /var/lib/upnext --http-port 9080 --grpc-port 9051

Everything else is set by environment variables: see services/standalone/README.md.
`

export function addStart(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('run all of Upnext in this process, until Ctrl-C')
    .option('--examples', 'import the example catalogue and history, unless that is done already')
    .option('--data <folder>', 'where everything is kept (UPNEXT_DATA, default ./data)')
    .option('--http-port <port>', 'port for events and status (UPNEXT_HTTP_PORT, default 8080)')
    .option('--grpc-port <port>', 'port for rows (UPNEXT_GRPC_PORT, default 50051)')
    .addHelpText('after', EXAMPLES)
    .action(async (raw: unknown) => {
      // Loaded here: the other verbs answer faster without all the services.
      const { runStart } = await import('../start/run-start.ts')
      await runStart(parseOptions(FlagsSchema, raw), terminal)
    })
}
