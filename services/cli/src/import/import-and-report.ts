/** An import as a verb runs it: with progress, and with a summary at the end. */
import type { AddressFlags } from '../clients/addresses.ts'
import { dataFolderOf, findAddresses } from '../clients/addresses.ts'
import { createCollectorClient } from '../clients/collector-client.ts'
import { toJson } from '../print/json.ts'
import { createProgress } from '../print/progress.ts'
import type { Terminal } from '../terminal.ts'
import type { ImportSource } from './import-event.ts'
import { checkImportName } from './import-state.ts'
import { runImport } from './run-import.ts'
import type { ShiftTarget } from './shift.ts'
import { summaryLines } from './summary.ts'

export interface ImportRequest extends AddressFlags {
  readonly name?: string | undefined
  readonly again: boolean
  readonly shiftTo: ShiftTarget
  readonly json: boolean
}

export async function importAndReport(
  defaultName: string,
  request: ImportRequest,
  read: () => Promise<ImportSource>,
  terminal: Terminal,
): Promise<void> {
  const name = checkImportName(request.name ?? defaultName)
  const addresses = await findAddresses(request, terminal)
  const tools = {
    collector: createCollectorClient(addresses.collector),
    dataFolder: dataFolderOf(request, terminal),
    clock: terminal.clock,
    progress: createProgress(terminal),
    say: terminal.err,
  }
  const outcome = await runImport({ name, shiftTo: request.shiftTo, again: request.again, read }, tools)
  if (request.json) terminal.out(toJson(outcome))
  else for (const line of summaryLines(outcome)) terminal.out(line)
}
