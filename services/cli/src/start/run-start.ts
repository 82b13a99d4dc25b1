/** `upnext start`: the standalone process, with the example data where it is asked for. */
import { fileURLToPath } from 'node:url'
import { runMain } from '@upnext/service-kit'
import { composeStandalone, readyLine } from '@upnext/standalone'
import type { Standalone } from '@upnext/standalone'
import type { Terminal } from '../terminal.ts'
import { loadExample } from './load-example.ts'

const EXAMPLE_ROWS = fileURLToPath(new URL('../../../../examples/rows.yaml', import.meta.url))

export interface StartFlags {
  readonly examples: boolean
  readonly data?: string | undefined
  readonly httpPort?: string | undefined
  readonly grpcPort?: string | undefined
}

/** Resolves when everything runs; what happens on signals and failures is `runMain`'s promise. */
export async function runStart(flags: StartFlags, terminal: Terminal): Promise<void> {
  const env = environmentOf(flags, terminal.env)
  const dataFolder = env['UPNEXT_DATA'] ?? './data'
  await runMain('standalone', env, async (boot) => {
    const standalone = composeStandalone(boot)
    boot.lifecycle.add('welcome', {
      start: async (signal) => {
        if (flags.examples) await loadExample({ endpoints: standalone.endpoints(), dataFolder, terminal, signal })
        for (const line of welcome(standalone)) terminal.out(line)
      },
    })
  })
}

/** A person in front of a terminal wants to read what matters, not every step: only warnings are logged unless told otherwise. */
function environmentOf(flags: StartFlags, env: Terminal['env']): Record<string, string | undefined> {
  return {
    UPNEXT_LOG_LEVEL: 'warn',
    ...(flags.examples ? { UPNEXT_ROWS: EXAMPLE_ROWS } : {}),
    ...env,
    ...(flags.data === undefined ? {} : { UPNEXT_DATA: flags.data }),
    ...(flags.httpPort === undefined ? {} : { UPNEXT_HTTP_PORT: flags.httpPort }),
    ...(flags.grpcPort === undefined ? {} : { UPNEXT_GRPC_PORT: flags.grpcPort }),
  }
}

function welcome(standalone: Standalone): string[] {
  const { http, grpc } = standalone.endpoints()
  return [
    '',
    readyLine(standalone),
    '',
    'Ask what to watch next:   npx upnext next --viewer 42',
    'See a whole page:         npx upnext page --viewer demo-viewer-01',
    'Say what you think of it: npx upnext send rating --viewer 42 --item 1270 --stars 5',
    'See what is kept:         npx upnext profile --viewer 42',
    `Over gRPC:                grpcurl -plaintext -d '{"viewer_id":"42"}' ${grpc} upnext.ranking.v1.RankingService/GetNextToWatch`,
    `Over HTTP:                curl ${http}/v1/status`,
    '',
    'Stop with Ctrl-C. The next start goes on where this one stopped.',
  ]
}
