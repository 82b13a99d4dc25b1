import type { Command } from 'commander'

/** Adds the flags that say where Upnext is. */
export function withAddressFlags(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder of the Upnext to talk to (UPNEXT_DATA, default ./data)')
    .option('--collector <url>', 'collector (UPNEXT_COLLECTOR_URL)')
    .option('--ranking <host:port>', 'ranking service (UPNEXT_RANKING_ADDRESS)')
    .option('--feature <host:port>', 'feature service (UPNEXT_FEATURE_ADDRESS)')
}
