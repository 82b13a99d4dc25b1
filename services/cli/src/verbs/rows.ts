import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { addRowsCheck } from './rows-check.ts'
import { addRowsShow } from './rows-show.ts'

export function addRows(program: Command, terminal: Terminal): void {
  const rows = program
    .command('rows')
    .description('the file that says which pages and rows there are')
    .addHelpText(
      'after',
      '\nExamples:\n  $ upnext rows show > rows.yaml\n  $ upnext rows check rows.yaml\n  $ UPNEXT_ROWS=rows.yaml upnext start\n',
    )
  addRowsCheck(rows, terminal)
  addRowsShow(rows, terminal)
}
