import type { Command } from 'commander'
import { addImportCatalog } from './import-catalog.ts'
import { addImportCsv } from './import-csv.ts'
import { addImportJsonl } from './import-jsonl.ts'
import { addImportMovielens } from './import-movielens.ts'
import type { Terminal } from '../terminal.ts'

export function addImport(program: Command, terminal: Terminal): void {
  const command = program
    .command('import')
    .description('send history and catalogues from files; a killed import goes on where it was')
  addImportMovielens(command, terminal)
  addImportCsv(command, terminal)
  addImportCatalog(command, terminal)
  addImportJsonl(command, terminal)
}
