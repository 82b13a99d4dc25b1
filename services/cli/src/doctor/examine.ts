/** Everything that Upnext needs, one finding each. */
import { readEndpoints } from '@upnext/standalone/client'
import type { AddressFlags } from '../clients/addresses.ts'
import { dataFolderOf, findAddresses } from '../clients/addresses.ts'
import type { Terminal } from '../terminal.ts'
import { checkKafka, checkRedis } from './check-backends.ts'
import type { Finding } from './check.ts'
import { checkDataFolder } from './check-data-folder.ts'
import { checkGrpc } from './check-grpc.ts'
import { checkHttp } from './check-http.ts'
import { checkNode } from './check-node.ts'

export async function examine(flags: AddressFlags, terminal: Terminal): Promise<Finding[]> {
  const { env, clock } = terminal
  const dataFolder = dataFolderOf(flags, terminal)
  const onServers = env['UPNEXT_BACKEND'] === 'kafka-redis'
  const addresses = await findAddresses(flags, terminal)
  // Somebody who wrote down an address means it; without one, a service that does not run is only worth a hint.
  const expected = (await readEndpoints(dataFolder)) !== null || flags.collector !== undefined
  const nowMs = clock.now()
  const grpc = (what: string, address: string) => checkGrpc(what, address, nowMs, expected)
  // In the standalone process profiles are at the same address as rows.
  const profilesApart = onServers && addresses.feature !== addresses.ranking
  const findings = await Promise.all([
    checkDataFolder(dataFolder),
    ...(onServers ? [checkKafka(env), checkRedis(env)] : []),
    checkHttp(onServers ? 'collector' : 'Upnext', addresses.collector, clock, expected),
    grpc('rows (gRPC)', addresses.ranking),
    ...(profilesApart ? [grpc('profiles (gRPC)', addresses.feature)] : []),
  ])
  return [checkNode(process.versions.node), ...findings.flat()]
}
