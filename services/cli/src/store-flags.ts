import type { Command } from 'commander'
import { z } from 'zod'

/** Flags that every verb on the stores themselves has. */
export const storeFlags = { data: z.string().optional(), json: z.boolean().default(false) }

export function withStoreFlags(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder of the Upnext that is meant (UPNEXT_DATA, default ./data)')
    .option('--json', 'print the answer as JSON')
}
