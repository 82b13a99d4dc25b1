import { positionsOf, recordsBehind } from '@upnext/generations'
import type { GenerationManifest, Generations, ProfileStore } from '@upnext/ports'
import type { Command } from 'commander'
import { z } from 'zod'
import { parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { formatTable } from '../print/table.ts'
import { storeFlags, withStoreFlags } from '../store-flags.ts'
import { withStores } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object(storeFlags)

const COLUMNS = [
  { title: 'generation', align: 'right' as const },
  { title: 'state' },
  { title: 'use' },
  { title: 'fold version', align: 'right' as const },
  { title: 'made' },
  { title: 'behind the log', align: 'right' as const },
]

export function addProfilesList(profiles: Command, terminal: Terminal): void {
  const command = profiles
    .command('list')
    .description('show the generations, and how far each is behind the log')
    .action((raw: unknown) => list(raw, terminal))
  withStoreFlags(command)
}

async function list(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  await withStores(flags, terminal, async ({ log, profiles, topics }) => {
    const found = await profiles.generations()
    const ends = (await log.bounds(topics.viewerEvents.name)).map(({ end }) => end)
    const generations = await Promise.all(
      found.manifests.map(async (manifest) => ({
        ...manifest,
        use: useOf(found, manifest),
        behind: await behindOf(profiles, manifest, ends),
      })),
    )
    if (flags.json) terminal.out(toJson({ active: found.active, previous: found.previous, generations }))
    else terminal.out(formatTable(COLUMNS, generations.map(cellsOf)))
  })
}

function useOf({ active, previous }: Generations, { generation }: GenerationManifest): string {
  if (generation === active) return 'active'
  return generation === previous ? 'for rollback' : ''
}

/** `null` for one that is being dropped. */
async function behindOf(
  profiles: ProfileStore,
  { generation, state }: GenerationManifest,
  ends: readonly number[],
): Promise<number | null> {
  return state === 'dropping' ? null : recordsBehind(await positionsOf(profiles, generation), ends)
}

function cellsOf(row: GenerationManifest & { readonly use: string; readonly behind: number | null }): string[] {
  return [
    String(row.generation),
    row.state,
    row.use,
    String(row.foldVersion),
    new Date(row.createdAtMs).toISOString(),
    row.behind === null ? '' : `${row.behind} records`,
  ]
}
