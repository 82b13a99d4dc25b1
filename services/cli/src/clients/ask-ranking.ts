/** Asks the ranking service for one answer and prints it. */
import { toJson } from '../print/json.ts'
import type { Terminal } from '../terminal.ts'
import { findAddresses } from './addresses.ts'
import type { AddressFlags } from './addresses.ts'
import { createRankingClient } from './grpc-clients.ts'
import type { RankingClient } from './grpc-clients.ts'

export interface AskFlags extends AddressFlags {
  /** The whole answer as JSON, and not as `print` has it. */
  readonly json: boolean
}

export async function askRanking<Answer>(
  flags: AskFlags,
  terminal: Terminal,
  ask: (client: RankingClient) => Promise<Answer>,
  print: (answer: Answer) => void,
): Promise<void> {
  const client = createRankingClient((await findAddresses(flags, terminal)).ranking)
  try {
    const answer = await ask(client)
    if (flags.json) terminal.out(toJson(answer))
    else print(answer)
  } finally {
    client.close()
  }
}
