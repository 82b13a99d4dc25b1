/** The example: a real catalogue and a real history, imported through the front door, learned from, and ready to be asked. */
import { fileURLToPath } from 'node:url'
import type { Endpoints } from '@upnext/standalone/client'
import { createCollectorClient } from '../clients/collector-client.ts'
import type { ImportSource } from '../import/import-event.ts'
import { readJsonl } from '../import/jsonl.ts'
import { mergeSources } from '../import/merge-sources.ts'
import { readMovieLens } from '../import/movielens.ts'
import { runImport } from '../import/run-import.ts'
import { summaryLines } from '../import/summary.ts'
import { createProgress } from '../print/progress.ts'
import { FIRST_MODEL } from '../print/training-text.ts'
import type { Terminal } from '../terminal.ts'
import { untilFolded, untilModelServed } from './wait-until-learned.ts'

const MOVIELENS = fileURLToPath(new URL('../../../../examples/data/ml-latest-small', import.meta.url))
const MADE_UP = fileURLToPath(new URL('../../../../examples/data/made-up', import.meta.url))
const NAME = 'example'

export interface ExampleTools {
  readonly endpoints: Endpoints
  readonly dataFolder: string
  readonly terminal: Terminal
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal
}

/** Does what is left to do: all of it the first time, nothing the second. */
export async function loadExample({ endpoints, dataFolder, terminal, signal }: ExampleTools): Promise<void> {
  const outcome = await runImport(
    {
      name: NAME,
      shiftTo: { kind: 'now' },
      again: false,
      bundled: true,
      read: () => {
        terminal.err('Importing the example: MovieLens latest-small and some made-up series and films,')
        terminal.err('with their times moved so that the newest is now')
        return readExample(endpoints.http)
      },
    },
    {
      collector: createCollectorClient(endpoints.http),
      dataFolder,
      clock: terminal.clock,
      progress: createProgress(terminal),
      say: terminal.err,
      signal,
    },
  )
  if (outcome.kind === 'done') for (const line of summaryLines(outcome)) terminal.err(line)
  const { model_id: known } = await untilFolded(endpoints.http, terminal.clock, signal)
  if (known !== null && outcome.kind === 'already-done') return
  terminal.err('Learning from it')
  const startedAtMs = terminal.clock.now()
  await untilModelServed(endpoints.grpc, terminal.clock, signal)
  terminal.err(`  ${FIRST_MODEL} (${((terminal.clock.now() - startedAtMs) / 1000).toFixed(1)} s)`)
}

/** Real titles and ratings, and beside them made-up ones for what MovieLens does not know: see examples/data/made-up/README.md. */
async function readExample(url: string): Promise<ImportSource> {
  const real = await readMovieLens({ folder: MOVIELENS, tags: true, everywhere: true, allAges: true, everyTier: true })
  return mergeSources(real, withArtwork(await readJsonl(MADE_UP), url))
}

/** What can be shown gets the placeholder that the standalone process draws. */
function withArtwork(source: ImportSource, url: string): ImportSource {
  const items = source.items.map((item) =>
    item['kind'] === 'series' || item['kind'] === 'movie'
      ? { ...item, artwork_url: `${url}/artwork/${encodeURIComponent(item.item)}.svg` }
      : item,
  )
  return { ...source, items }
}
