/** Where the services are: as the flags say, else the environment, else the data folder's own process, else the defaults. */
import { readEndpoints } from '@upnext/standalone/client'
import type { Terminal } from '../terminal.ts'

export interface AddressFlags {
  readonly data?: string | undefined
  readonly collector?: string | undefined
  readonly ranking?: string | undefined
  readonly feature?: string | undefined
}

export interface Addresses {
  /** Base URL of the collector. */
  readonly collector: string
  /** host:port of RankingService. */
  readonly ranking: string
  /** host:port of ProfileService. */
  readonly feature: string
}

const DEFAULTS: Addresses = {
  collector: 'http://127.0.0.1:8080',
  ranking: '127.0.0.1:50051',
  feature: '127.0.0.1:50052',
}

export async function findAddresses(flags: AddressFlags, terminal: Terminal): Promise<Addresses> {
  const known = await readEndpoints(dataFolderOf(flags, terminal))
  const { env } = terminal
  return {
    collector: flags.collector ?? env['UPNEXT_COLLECTOR_URL'] ?? known?.http ?? DEFAULTS.collector,
    ranking: flags.ranking ?? env['UPNEXT_RANKING_ADDRESS'] ?? known?.grpc ?? DEFAULTS.ranking,
    feature: flags.feature ?? env['UPNEXT_FEATURE_ADDRESS'] ?? known?.grpc ?? DEFAULTS.feature,
  }
}

export function dataFolderOf(flags: AddressFlags, terminal: Terminal): string {
  return flags.data ?? terminal.env['UPNEXT_DATA'] ?? './data'
}
